package io.tollgate.phone;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a message goes to or came from: a transport and an address. Immutable.
 *
 * @param transport UDP or TCP
 * @param address the other end, resolved
 */
public record Hop(Transport transport, InetSocketAddress address) {
    /** Transports that phones speak. */
    public enum Transport {
        UDP,
        TCP
    }

    private static final int DEFAULT_PORT = 5060;
    // Names are never looked up: a resolver's delay on an endpoint's only thread would falsify every timestamp.
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F:]+]?");

    public Hop {
        if (address.isUnresolved() || address.getPort() == 0) {
            throw new IllegalArgumentException("expected an address and a port but got " + address);
        }
    }

    /** Over UDP to {@code address}. */
    public static Hop udp(InetSocketAddress address) {
        return new Hop(Transport.UDP, address);
    }

    /** Over TCP to {@code address}. */
    public static Hop tcp(InetSocketAddress address) {
        return new Hop(Transport.TCP, address);
    }

    /** Over UDP to {@code host:port} as written in a ready line or an option. */
    public static Hop udp(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return of(hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)), Transport.UDP);
    }

    /** The same address over another transport. */
    public Hop over(Transport other) {
        return new Hop(other, address);
    }

    static Hop of(String host, int port, Transport transport) {
        return new Hop(transport, new InetSocketAddress(literal(host), port < 0 ? DEFAULT_PORT : port));
    }

    private static InetAddress literal(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (!name.equals("localhost") && !LITERAL.matcher(name).matches()) {
            throw new IllegalArgumentException("phones look up no names; expected an address but got " + host);
        }
        try {
            return InetAddress.getByName(name);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address: " + host, e);
        }
    }

    /** {@code host:port} for a SIP URI or a Via, IPv6 in brackets. */
    public String hostPort() {
        return hostPort(address);
    }

    static String hostPort(InetSocketAddress address) {
        String ip = address.getAddress().getHostAddress();
        String host = address.getAddress() instanceof Inet6Address ? "[" + ip + "]" : ip;
        return host + ":" + address.getPort();
    }

    @Override
    public String toString() {
        return hostPort() + "/" + transport.name().toLowerCase(Locale.ROOT);
    }
}
