package io.tollgate.schemas.setting;

import java.net.InetAddress;

/**
 * A network. A single address is one of full length; bits behind the prefix are refused rather than ignored, since they
 * are most often a mistyped length.
 *
 * @param network its first address
 * @param prefixLength 0 to 32, IPv6 0 to 128
 */
public record Cidr(InetAddress network, int prefixLength) {

    public Cidr {
        byte[] address = network.getAddress();
        if (prefixLength < 0 || prefixLength > address.length * 8) {
            throw new IllegalArgumentException("length /" + prefixLength + " does not fit " + network.getHostAddress());
        }
        for (int bit = prefixLength; bit < address.length * 8; bit++) {
            if (bit(address, bit)) {
                throw new IllegalArgumentException(network.getHostAddress() + " has bits behind /" + prefixLength);
            }
        }
    }

    /** Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address; looks nothing up. */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress network = Literal.parse(slash < 0 ? text : text.substring(0, slash));
        if (slash < 0) {
            return new Cidr(network, network.getAddress().length * 8);
        }
        String length = text.substring(slash + 1);
        if (length.isEmpty() || length.length() > 3 || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("'" + length + "' is no prefix length");
        }
        return new Cidr(network, Integer.parseInt(length));
    }

    public boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit++) {
            if (bit(ours, bit) != bit(theirs, bit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean bit(byte[] address, int index) {
        return (address[index / 8] >> (7 - index % 8) & 1) == 1;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefixLength;
    }
}
