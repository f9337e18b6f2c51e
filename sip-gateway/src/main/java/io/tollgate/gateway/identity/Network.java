package io.tollgate.gateway.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * A range of addresses in CIDR notation (RFC 4632, RFC 4291), as trunks, blacklist entries and terminations name it.
 *
 * <p>A value: two texts of one range are equal, host bits are dropped, and IPv4-mapped IPv6 is IPv4, as sockets report
 * it. An IPv6 range never holds an IPv4 address, not even {@code ::/0}. Immutable.
 *
 * @param v6 whether this is an IPv6 range
 * @param high the first 64 bits of the address; 0 for IPv4
 * @param low the last 64 bits of the address; for IPv4 its 32 bits
 * @param length how many leading bits are fixed: 0 to 32, IPv6 0 to 128
 */
public record Network(boolean v6, long high, long low, int length) {
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;
    private static final int MAPPED_BITS = V6_BITS - V4_BITS;
    private static final long V4_MASK = 0xFFFF_FFFFL;
    private static final long MAPPED_MARK = 0xFFFF_0000_0000L;

    public Network {
        if (length < 0 || length > (v6 ? V6_BITS : V4_BITS)) {
            throw new IllegalArgumentException("prefix length " + length);
        }
        if (v6) {
            high &= mask(length);
            low &= mask(length - Long.SIZE);
        } else {
            high = 0;
            low &= mask(length + Long.SIZE - V4_BITS) & V4_MASK;
        }
    }

    /** {@code length} leading ones of 64; none below 1, all from 64. */
    private static long mask(int length) {
        return length <= 0 ? 0 : length >= Long.SIZE ? -1L : -1L << (Long.SIZE - length);
    }

    /** The range of one address. */
    public static Network of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == Integer.BYTES
                ? new Network(false, 0, bits(bytes, 0, Integer.BYTES), V4_BITS)
                : v6(bits(bytes, 0, Long.BYTES), bits(bytes, Long.BYTES, Long.BYTES), V6_BITS);
    }

    /** This range, or the one around it, with {@code shorter} fixed bits. */
    public Network widened(int shorter) {
        if (shorter > length) {
            throw new IllegalArgumentException(this + " has no " + shorter + " fixed bits");
        }
        return new Network(v6, high, low, shorter);
    }

    /** Whether the address lies in this range. */
    public boolean contains(InetAddress address) {
        return contains(of(address));
    }

    /** Whether all of the other range lies in this one. */
    public boolean contains(Network other) {
        return v6 == other.v6 && length <= other.length && equals(other.widened(length));
    }

    /**
     * Reads {@code 192.0.2.0/24}, {@code 192.0.2.1}, {@code 2001:db8::/32} or {@code 2001:db8::1}; null when the text
     * is anything else. Never asks a name server.
     */
    public static @Nullable Network parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = address(host);
        if (bytes == null) {
            return null;
        }
        boolean v6 = host.indexOf(':') >= 0;
        int length = slash < 0 ? (v6 ? V6_BITS : V4_BITS) : number(text, slash + 1, text.length(), v6 ? 128 : 32);
        if (length < 0) {
            return null;
        }
        if (!v6) {
            return new Network(false, 0, bits(bytes, 0, Integer.BYTES), length);
        }
        return bytes.length == Integer.BYTES
                ? mapped(bits(bytes, 0, Integer.BYTES), length)
                : v6(bits(bytes, 0, Long.BYTES), bits(bytes, Long.BYTES, Long.BYTES), length);
    }

    private static Network mapped(long v4, int length) {
        return v6(0, MAPPED_MARK | v4, length);
    }

    private static Network v6(long high, long low, int length) {
        boolean isMapped = high == 0 && (low & ~V4_MASK) == MAPPED_MARK && length >= MAPPED_BITS;
        return isMapped
                ? new Network(false, 0, low & V4_MASK, length - MAPPED_BITS)
                : new Network(true, high, low, length);
    }

    private static byte @Nullable [] address(String host) {
        if (host.indexOf(':') < 0) {
            return quad(host);
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != ':' && c != '.' && (c > 'f' || Character.digit(c, 16) < 0)) {
                return null;
            }
        }
        if (host.indexOf('.') >= 0 && quad(host.substring(host.lastIndexOf(':') + 1)) == null) {
            return null;
        }
        try {
            // A text with a colon and of these characters alone is a literal or nothing: no name is looked up.
            return InetAddress.getByName(host).getAddress();
        } catch (UnknownHostException noLiteral) {
            return null;
        }
    }

    private static byte @Nullable [] quad(String host) {
        byte[] bytes = new byte[Integer.BYTES];
        int from = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            int dot = i < Integer.BYTES - 1 ? host.indexOf('.', from) : host.length();
            int part = dot < 0 ? -1 : number(host, from, dot, 255);
            if (part < 0) {
                return null;
            }
            bytes[i] = (byte) part;
            from = dot + 1;
        }
        return bytes;
    }

    /** A decimal number without sign or leading zero (which some read as octal); -1 when it is none or too large. */
    private static int number(String text, int from, int to, int most) {
        if (to <= from || to - from > 3 || (to - from > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value <= most ? value : -1;
    }

    private static long bits(byte[] bytes, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << Byte.SIZE | (bytes[i] & 0xFF);
        }
        return value;
    }

    /** In CIDR notation; what {@link #parse} reads back to an equal value. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (v6) {
            for (int i = 0; i < 8; i++) {
                long half = i < 4 ? high : low;
                text.append(i == 0 ? "" : ":").append(Long.toHexString(half >>> (48 - 16 * (i % 4)) & 0xFFFF));
            }
        } else {
            for (int shift = 24; shift >= 0; shift -= 8) {
                text.append(low >>> shift & 0xFF).append(shift == 0 ? "" : ".");
            }
        }
        return text.append('/').append(length).toString();
    }
}
