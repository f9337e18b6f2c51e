package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipUri;
import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a URI is reached. Addresses are answered at once, names on a thread of their own: no look-up ever holds up a
 * shard. The answer always comes on the asking shard. Safe for all shards.
 */
final class NextHop {
    private final Boundary boundary;
    private final Predicate<Flow> open;
    private final Executor lookups;

    /**
     * Next hops.
     *
     * @param open whether what goes this way needs no new connection
     * @param lookups where names are looked up; may refuse tasks, then the name is not found
     */
    NextHop(Boundary boundary, Predicate<Flow> open, Executor lookups) {
        this.boundary = boundary;
        this.open = open;
        this.lookups = lookups;
    }

    /**
     * Finds the next hop of a request to a leg: the first of its routes, else the target.
     *
     * @param target the Request-URI, or the topmost Route's URI where one is left
     * @param known the flow on which the receiver was last heard of, or null
     * @param found gets the flow, or null
     */
    void locate(String target, @Nullable Flow known, Executor shard, Consumer<@Nullable Flow> found) {
        SipUri uri = SipUri.parse(target);
        if (known != null && !boundary.inside(known)) {
            found.accept(customer(uri, known));
            return;
        }
        Transport transport = uri == null ? null : uri.transport();
        if (uri == null
                || transport == null
                || transport.webSocket() // reached on their own connections alone
                || !boundary.own().has(transport)
                || uri.host().isEmpty()) {
            found.accept(null);
            return;
        }
        InetAddress address = Literal.address(uri.host());
        if (address != null) {
            found.accept(flow(transport, new InetSocketAddress(address, uri.portOrDefault()), known));
            return;
        }
        Flow named = known == null ? null : boundary.named(uri, known);
        if (named != null) {
            found.accept(
                    named.remote().getAddress().equals(known.remote().getAddress()) && open.test(known)
                            ? known
                            : named);
        } else {
            lookUp(uri, transport, known, shard, found);
        }
    }

    private void lookUp(
            SipUri uri, Transport transport, @Nullable Flow known, Executor shard, Consumer<@Nullable Flow> found) {
        try {
            lookups.execute(() -> {
                InetSocketAddress address = new InetSocketAddress(uri.host(), uri.portOrDefault());
                shard.execute(() -> found.accept(address.isUnresolved() ? null : flow(transport, address, known)));
            });
        } catch (RejectedExecutionException e) {
            found.accept(null);
        }
    }

    /** The next hop of what goes to a leg: one that names a place that is nowhere is still where it was last heard of. */
    void locate(LegDialog leg, Executor shard, Consumer<Flow> found) {
        locate(leg.nextHop(), leg.flow(), shard, flow -> found.accept(flow == null ? leg.flow() : flow));
    }

    /**
     * Where a customer is reached who was heard of on {@code known}. A device behind NAT writes an address, a name or a
     * transport that is not its own as the network sees it, and a proxy before it does so in its Record-Route: then what we
     * have heard from counts, and no name that a customer chooses is ever looked up. The upstream's side is believed, since its proxies name others than themselves.
     *
     * <p>A connection that has ended is another matter than the party: where its Contact is at the address that the
     * connection came from, a new one is made to there.
     */
    Flow customer(@Nullable SipUri uri, Flow known) {
        InetAddress address = uri == null ? null : Literal.address(uri.host());
        boolean same = address != null && known.remote().getAddress().equals(address);
        Transport transport = known.transport();
        boolean kept = transport.reliable() && (transport.webSocket() || open.test(known));
        if (uri == null || !same || kept || uri.transport() != transport) {
            return known;
        }
        return flow(transport, new InetSocketAddress(address, uri.portOrDefault()), known);
    }

    /**
     * Whether a customer whose connection has ended has come back on another: from the same address, in a dialog whose tags
     * only its parties know. One that still stands is not taken over by anybody.
     */
    boolean revives(Flow known, Flow from) {
        return from.transport() == known.transport()
                && from.transport().reliable()
                && from.remote().getAddress().equals(known.remote().getAddress())
                && !boundary.inside(from)
                && open.test(from)
                && !open.test(known);
    }

    private Flow flow(Transport transport, InetSocketAddress address, @Nullable Flow known) {
        if (known != null && known.transport() == transport && known.remote().equals(address) && open.test(known)) {
            return known;
        }
        return boundary.way(transport, address);
    }
}
