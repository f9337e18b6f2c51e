package io.tollgate.gateway.admission;

import io.tollgate.gateway.identity.Network;
import org.jspecify.annotations.Nullable;

/** What an entry is about, or its name, as a number of 64 bits all of which are equally good. */
final class SubjectHash {
    private SubjectHash() {}

    /** The hashes of a destination's beginnings, by their length, up to {@code longest}. */
    static int[] prefixes(String destination, int longest) {
        int[] hashes = new int[Math.min(longest, destination.length()) + 1];
        for (int i = 1; i < hashes.length; i++) {
            hashes[i] = 31 * hashes[i - 1] + destination.charAt(i - 1);
        }
        return hashes;
    }

    /** What an entry is about, as one number; its beginning by hash and length. */
    static long of(@Nullable String account, int prefixHash, int prefixLength, @Nullable Network network) {
        long hash = account == null ? 0 : account.hashCode();
        hash = mixed(hash + ((long) prefixLength << Integer.SIZE)) + prefixHash;
        return mixed(mixed(hash) + (network == null ? 0 : network.hashCode()));
    }

    /** A name as such: an account, whatever its entries are about, or the id of an entry. */
    static long of(String name) {
        return of(name, 0, -1, null);
    }

    /** The finaliser of SplitMix64. */
    private static long mixed(long bits) {
        long hash = (bits ^ bits >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        hash = (hash ^ hash >>> 27) * 0x94D0_49BB_1331_11EBL;
        return hash ^ hash >>> 31;
    }
}
