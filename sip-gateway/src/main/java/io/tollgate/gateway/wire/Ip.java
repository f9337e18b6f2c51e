package io.tollgate.gateway.wire;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** IP addresses as SIP writes them, IPv6 as RFC 5952 recommends and without a zone. Stateless. */
public final class Ip {
    private static final int GROUPS = 8;

    private Ip() {}

    /** {@code 192.0.2.1} or {@code 2001:db8::1}. */
    public static String text(InetAddress address) {
        return address instanceof Inet6Address v6 ? text(v6.getAddress()) : address.getHostAddress();
    }

    /** As in a URI: {@code 192.0.2.1} or {@code [2001:db8::1]}. */
    public static String host(InetAddress address) {
        return address instanceof Inet6Address ? "[" + text(address) + "]" : text(address);
    }

    /** {@code 192.0.2.1:5060} or {@code [2001:db8::1]:5060}. */
    public static String hostPort(InetSocketAddress address) {
        return host(address.getAddress()) + ":" + address.getPort();
    }

    /**
     * The address that a socket of both families means: IPv4 peers show there as mapped (RFC 4291 section 2.5.5.2), and a
     * trunk or a blacklist entry must know them all the same.
     */
    public static InetAddress unmapped(InetAddress address) {
        if (address instanceof Inet4Address || !mapped(address.getAddress())) {
            return address;
        }
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean mapped(byte[] bytes) {
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[10] == -1 && bytes[11] == -1;
    }

    /** The longest run of zeros, the first of equals, is written as two colons; a single zero never is. */
    private static String text(byte[] bytes) {
        int start = -1;
        int longest = 1;
        for (int i = 0; i < GROUPS; i++) {
            int length = 0;
            while (i + length < GROUPS && group(bytes, i + length) == 0) {
                length++;
            }
            if (length > longest) {
                start = i;
                longest = length;
            }
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += longest - 1;
                continue;
            }
            if (i > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(bytes, i)));
        }
        return text.toString();
    }

    private static int group(byte[] bytes, int index) {
        return (bytes[2 * index] & 0xFF) << 8 | bytes[2 * index + 1] & 0xFF;
    }
}
