package io.tollgate.enforcement.blacklist;

import io.tollgate.enforcement.decision.InvalidInput;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A network as a record names it, in one spelling: {@code 10.1.2.3/16} and {@code 10.1.0.0/16} are the same subject, and
 * a CLEAR must find what a BLACKLIST named, however either was written. Looks nothing up. Immutable.
 *
 * @param address the network's first address, 4 or 16 bytes
 * @param prefixLength 0 to 32, IPv6 0 to 128
 */
record Network(InetAddress address, int prefixLength) {

    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

    /**
     * Reads a CIDR or a single address.
     *
     * @param field where it stands
     * @throws InvalidInput if it is neither
     */
    static Network parse(String field, String text) {
        int slash = text.indexOf('/');
        var address = literal(slash < 0 ? text : text.substring(0, slash), field, text);
        int bits = address.getAddress().length * 8;
        if (slash < 0) {
            return new Network(address, bits);
        }
        var length = text.substring(slash + 1);
        InvalidInput.unless(LENGTH.matcher(length).matches(), field, "'" + text + "' is no network");
        int prefixLength = Integer.parseInt(length);
        InvalidInput.unless(prefixLength <= bits, field, "'" + text + "' is no network");
        return new Network(masked(address, prefixLength), prefixLength);
    }

    /** The network of this length that an address is in. */
    static Network around(InetAddress address, int prefixLength) {
        return new Network(masked(address, prefixLength), prefixLength);
    }

    boolean contains(InetAddress other) {
        return other.getAddress().length == address.getAddress().length
                && around(other, prefixLength).equals(this);
    }

    boolean isIpv4() {
        return address.getAddress().length == 4;
    }

    private static InetAddress literal(String host, String field, String text) {
        var isIpv4 = IPV4.matcher(host);
        boolean octets = isIpv4.matches();
        for (int group = 1; octets && group <= 4; group++) {
            octets = Integer.parseInt(isIpv4.group(group)) <= 255;
        }
        // Only what cannot be a host name reaches getByName, which would ask a resolver for one.
        InvalidInput.unless(octets || IPV6.matcher(host).matches(), field, "'" + text + "' is no network");
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException noAddress) {
            throw InvalidInput.of(field, "'" + text + "' is no network");
        }
    }

    private static InetAddress masked(InetAddress address, int prefixLength) {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.min(8, Math.max(0, prefixLength - i * 8));
            bytes[i] &= (byte) (0xff00 >> kept);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", impossible);
        }
    }

    /** The one spelling. */
    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixLength;
    }
}
