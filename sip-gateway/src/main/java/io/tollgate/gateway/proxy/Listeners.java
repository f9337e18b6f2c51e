package io.tollgate.gateway.proxy;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipUri;
import io.tollgate.gateway.wire.Transport;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tollgate's own addresses: where it listens on each transport, what it tells others of that, and what names it.
 * Immutable.
 *
 * @param byTransport UDP and TCP always; the others where they are switched on
 * @param hosts names that we tell others, in lower case: they mean us together with any of {@code ports}
 * @param addresses addresses among them, however they are written
 * @param ports those that are bound or told
 * @param sockets where we listen, for all addresses of the machine each of them: another program may have the next port
 */
public record Listeners(
        Map<Transport, Listener> byTransport,
        Set<String> hosts,
        Set<InetAddress> addresses,
        Set<Integer> ports,
        Set<InetSocketAddress> sockets) {
    private static final String LOCALHOST = "localhost";

    /**
     * One listener.
     *
     * @param local the bound address
     * @param advertised what Via, Record-Route and Path say: host:port, IPv6 in brackets
     * @param advertisedV6 what they say to peers with IPv6, where that is something else
     */
    public record Listener(
            InetSocketAddress local,
            String advertised,
            @Nullable String advertisedV6) {}

    public Listeners {
        byTransport = Map.copyOf(byTransport);
        hosts = Set.copyOf(hosts);
        addresses = Set.copyOf(addresses);
        ports = Set.copyOf(ports);
        sockets = Set.copyOf(sockets);
        if (!byTransport.containsKey(Transport.UDP) || !byTransport.containsKey(Transport.TCP)) {
            throw new IllegalArgumentException("no UDP or TCP in " + byTransport.keySet());
        }
    }

    /** One address for UDP and TCP, and nothing else. */
    public static Listeners plain(InetSocketAddress local, String advertised, Set<String> hosts) {
        Listener listener = new Listener(local, advertised, null);
        return new Listeners(
                Map.of(Transport.UDP, listener, Transport.TCP, listener),
                hosts,
                Set.of(local.getAddress()),
                Set.of(local.getPort()),
                Set.of());
    }

    /** Whether there is one on this transport: where we cannot be reached we do not call either. */
    boolean has(Transport transport) {
        return byTransport.containsKey(transport);
    }

    /** Another gateway's token may name a transport that is off here; what goes there will not be sent. */
    private Listener on(Transport transport) {
        Listener own = byTransport.get(transport);
        return own == null ? Objects.requireNonNull(byTransport.get(Transport.UDP)) : own;
    }

    /** The bound address. */
    InetSocketAddress local(Transport transport) {
        return on(transport).local();
    }

    /** What others are told who are reached on this flow. */
    String advertised(Flow flow) {
        Listener own = on(flow.transport());
        String forV6 = own.advertisedV6();
        return forV6 != null && flow.remote().getAddress() instanceof Inet6Address ? forV6 : own.advertised();
    }

    /** Whether a URI's host and port are ours. */
    boolean named(SipUri uri) {
        int port = uri.portOrDefault();
        if (!ports.contains(port)) {
            return false;
        }
        String host = uri.host().toLowerCase(Locale.ROOT);
        InetAddress address = host.equals(LOCALHOST) ? InetAddress.getLoopbackAddress() : Literal.address(host);
        return hosts.contains(host)
                || address != null
                        && (addresses.contains(address) || sockets.contains(new InetSocketAddress(address, port)));
    }
}
