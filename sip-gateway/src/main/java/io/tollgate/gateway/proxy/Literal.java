package io.tollgate.gateway.proxy;

import io.tollgate.gateway.identity.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** IP addresses as they stand in URIs. Stateless. */
final class Literal {
    private Literal() {}

    /**
     * The address that a URI's host is, or null where it is a name. Never asks a resolver, which the JDK does for what
     * only looks like an address ({@code 300.1.2.3}).
     *
     * @param host IPv6 in brackets
     */
    static @Nullable InetAddress address(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String plain = bracketed ? host.substring(1, host.length() - 1) : host;
        if (plain.isEmpty()
                || bracketed != plain.indexOf(':') >= 0
                || plain.indexOf('/') >= 0
                || plain.indexOf('%') >= 0
                || Network.parse(plain) == null) {
            return null;
        }
        try {
            return InetAddress.getByName(plain);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
