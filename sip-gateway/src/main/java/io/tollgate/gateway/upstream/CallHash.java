package io.tollgate.gateway.upstream;

/**
 * Spreads calls over addresses of equal rank by their Call-ID (weighted rendezvous hashing). A phone that is challenged
 * repeats its request with the same Call-ID (RFC 3261 section 8.1.3.5), and so comes to the proxy that knows the nonce,
 * through whichever gateway; and when an address goes down only its own calls move. Stateless.
 */
final class CallHash {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final double UNIT = 0x1.0p-53;

    private CallHash() {}

    /** The same on every gateway. */
    static long of(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** Of addresses with these weights, the highest score wins a share of the calls that is its weight's. */
    static double score(long call, long address, int weight) {
        double uniform = ((mixed(call ^ mixed(address)) >>> 11) + 0.5) * UNIT;
        return -weight / Math.log(uniform);
    }

    /** The finaliser of SplitMix64: each bit of the sum moves every bit. */
    private static long mixed(long sum) {
        long z = (sum ^ sum >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
