package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipUri;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a request in a dialog came from, held against whose it is by its tags. Both parties know the tags, so that a
 * customer who swaps them is the other party: his BYE comes back to himself, and ends a call that goes on. Yet not all that
 * does not come from an upstream proxy is his: where those do not record-route, whoever is behind them speaks to us directly.
 */
enum Whence {
    /** The side that it says, as far as can be told. */
    ITS_SIDE,
    /** Not from the upstream, as it should, but from where the sender is reached. */
    ITS_SENDER,
    /** From anywhere on the customers' side, and it says that it is the upstream's. */
    ANYWHERE;

    /** Whether it may be the receiver's own. */
    boolean doubtful() {
        return this == ANYWHERE;
    }

    /**
     * Of a request that came this way.
     *
     * @param toUpstream whether it goes to the upstream's side
     * @param sender the leg of the party that it says to be of, null where nothing is known of it
     */
    static Whence of(Boundary boundary, boolean toUpstream, Flow from, @Nullable LegDialog sender) {
        if (toUpstream || boundary.inside(from)) {
            return ITS_SIDE;
        }
        return sender != null && (from.remote().equals(sender.flow().remote()) || reaches(sender, from.remote()))
                ? ITS_SENDER
                : ANYWHERE;
    }

    /** Whether what we say to a leg goes there: its first hop is the upstream's word, if that has one in its path. */
    private static boolean reaches(LegDialog leg, InetSocketAddress address) {
        SipUri uri = SipUri.parse(leg.nextHop());
        InetAddress host = uri == null ? null : Literal.address(uri.host());
        return uri != null && address.getAddress().equals(host) && address.getPort() == uri.portOrDefault();
    }
}
