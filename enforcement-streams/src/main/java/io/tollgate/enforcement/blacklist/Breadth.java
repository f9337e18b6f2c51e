package io.tollgate.enforcement.blacklist;

import io.tollgate.enforcement.decision.InvalidInput;

/**
 * How much a fraud system may hit with one verdict that names no account: a slip of a prefix must not shut down a
 * country, nor one of a mask the whole upstream. Immutable.
 *
 * @param leastPrefixDigits fewest digits of a prefix
 * @param widestIpv4 shortest prefix length of an IPv4 network
 * @param widestIpv6 shortest prefix length of an IPv6 network
 */
public record Breadth(int leastPrefixDigits, int widestIpv4, int widestIpv6) {

    /**
     * Checks subjects that stand without an account or a call.
     *
     * @throws InvalidInput if they are too broad
     */
    public void require(Subjects subjects) {
        var prefix = subjects.destinationPrefix();
        InvalidInput.unless(
                prefix == null || prefix.length() >= leastPrefixDigits,
                "destinationPrefix",
                "'" + prefix + "' without account has fewer than " + leastPrefixDigits + " digits");
        if (subjects.sourceNetwork() != null) {
            var network = Network.parse("sourceNetwork", subjects.sourceNetwork());
            int widest = network.isIpv4() ? widestIpv4 : widestIpv6;
            InvalidInput.unless(
                    network.prefixLength() >= widest,
                    "sourceNetwork",
                    "'" + network + "' without account is wider than /" + widest);
        }
    }
}
