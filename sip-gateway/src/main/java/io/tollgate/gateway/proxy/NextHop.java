package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipUri;
import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a URI is reached. Addresses are answered at once, names on a thread of their own: no look-up ever holds up a
 * shard. The answer always comes on the asking shard. Safe for all shards.
 */
final class NextHop {
    private final Boundary boundary;
    private final Executor lookups;

    /**
     * Next hops.
     *
     * @param lookups where names are looked up; may refuse tasks, then the name is not found
     */
    NextHop(Boundary boundary, Executor lookups) {
        this.boundary = boundary;
        this.lookups = lookups;
    }

    /**
     * Finds the next hop of a request to a leg: the first of its routes, else the target.
     *
     * @param target the Request-URI, or the topmost Route's URI where one is left
     * @param routed whether it is a Route's
     * @param known the flow on which the receiver was last heard of, or null
     * @param found gets the flow, or null
     */
    void locate(String target, boolean routed, @Nullable Flow known, Executor shard, Consumer<@Nullable Flow> found) {
        SipUri uri = SipUri.parse(target);
        Transport transport = uri == null ? null : uri.transport();
        if (uri == null
                || transport == null
                || transport == Transport.TLS
                || uri.host().isEmpty()) {
            found.accept(null);
            return;
        }
        InetAddress address = literal(uri.host());
        if (address != null) {
            found.accept(choose(transport, new InetSocketAddress(address, uri.portOrDefault()), routed, known));
            return;
        }
        try {
            lookups.execute(() -> {
                InetAddress resolved = resolve(uri.host());
                shard.execute(() -> found.accept(
                        resolved == null
                                ? null
                                : choose(
                                        transport,
                                        new InetSocketAddress(resolved, uri.portOrDefault()),
                                        routed,
                                        known)));
            });
        } catch (RejectedExecutionException e) {
            found.accept(null);
        }
    }

    /** The next hop of what we say ourselves to a leg. */
    void locate(LegDialog leg, Executor shard, Consumer<@Nullable Flow> found) {
        boolean routed = !leg.routes().isEmpty();
        String target = routed ? SipUri.textOfElement(leg.routes().get(0)) : leg.target();
        locate(target, routed, leg.flow(), shard, found);
    }

    /**
     * A device behind NAT writes an address that is not its own as the network sees it: then what we have heard from
     * counts. The upstream's side is believed, since its proxies name others than themselves.
     */
    private Flow choose(Transport transport, InetSocketAddress address, boolean routed, @Nullable Flow known) {
        if (transport == boundary.upstream().transport()
                && address.equals(boundary.upstream().remote())) {
            return boundary.upstream();
        }
        if (known != null && !routed && !boundary.inside(known)) {
            boolean elsewhere = !known.remote().getAddress().equals(address.getAddress());
            if (known.transport().reliable() || elsewhere) {
                return known;
            }
        }
        if (known != null && known.transport() == transport && known.remote().equals(address)) {
            return known;
        }
        return Flow.to(transport, boundary.local(), address);
    }

    /** An IP address as text, or null where looking it up would be needed. */
    private static @Nullable InetAddress literal(String host) {
        boolean v6 = host.startsWith("[");
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean plain = c >= '0' && c <= '9' || c == '.';
            if (!v6 && !plain) {
                return null;
            }
        }
        return resolve(host);
    }

    private static @Nullable InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
