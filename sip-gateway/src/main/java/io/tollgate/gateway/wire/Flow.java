package io.tollgate.gateway.wire;

import java.net.InetSocketAddress;
import java.util.Locale;

/**
 * One way to reach a peer, and where a message came from: the pair of addresses on UDP, the connection on a stream.
 *
 * <p>Immutable.
 *
 * @param local our own end, as bound
 * @param remote the peer's end, resolved
 * @param connection which stream connection, or {@link #NONE}: the transport takes one that is open to {@code remote}
 *     or opens it
 * @param opened whether Tollgate opened that connection (the peer accepted it); always false for UDP
 */
public record Flow(
        Transport transport, InetSocketAddress local, InetSocketAddress remote, long connection, boolean opened) {
    /** No particular connection. */
    public static final long NONE = 0;

    /** A way to {@code remote} that is not bound to a connection. */
    public static Flow to(Transport transport, InetSocketAddress local, InetSocketAddress remote) {
        return new Flow(transport, local, remote, NONE, false);
    }

    /** {@code ip:port/transport} in lower case, IPv6 in brackets: the `source` of call events. */
    public String source() {
        return Ip.hostPort(remote) + "/" + transport.viaName().toLowerCase(Locale.ROOT);
    }
}
