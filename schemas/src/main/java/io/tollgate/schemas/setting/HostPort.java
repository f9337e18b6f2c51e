package io.tollgate.schemas.setting;

import java.net.InetSocketAddress;
import java.util.regex.Pattern;

/**
 * An address to listen on or to connect to, as it was written: nothing is looked up until {@link #toSocketAddress()}.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without its brackets
 * @param port 0 to 65535; to listen on 0 takes any free one
 */
public record HostPort(String host, int port) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

    public HostPort {
        boolean name = NAME.matcher(host).matches();
        boolean legal = NUMBERS.matcher(host).matches()
                ? Literal.isIpv4(host) // 300.1.2.3 must not become a name that somebody's resolver answers
                : name || Literal.isIpv6(host);
        if (!legal) {
            throw new IllegalArgumentException("'" + host + "' is no host");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
    }

    /** Reads {@code HOST:PORT}, IPv6 as {@code [::1]:5060}; {@code IllegalArgumentException} for anything else. */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("no port in '" + text + "'");
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("an IPv6 address needs brackets");
        }
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        if (bracketed && !Literal.isIpv6(bare)) {
            throw new IllegalArgumentException("'" + bare + "' is no IPv6 address");
        }
        return new HostPort(bare, port(text.substring(colon + 1)));
    }

    private static int port(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("'" + text + "' is no port");
        }
        return Integer.parseInt(text);
    }

    /** The same host with the port that was really taken. */
    public HostPort withPort(int realPort) {
        return new HostPort(host, realPort);
    }

    /** Looks a name up, so it may block: not for an event loop. An unknown name comes back unresolved. */
    public InetSocketAddress toSocketAddress() {
        return new InetSocketAddress(host, port);
    }

    /** As it is written: {@code 127.0.0.1:5060}, {@code [::1]:5060}. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
