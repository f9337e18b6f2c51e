package io.tollgate.gateway.admission;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Nonces that were sent to sources lately: whoever uses one has received it, so that its address is no forgery. Likewise
 * other words that belong to a source. A table of fixed size that keeps no text; a newer one may take the place of an older
 * one, which then proves nothing.
 *
 * <p>Safe for all threads.
 */
public final class IssuedNonces {
    private static final int PLACES = 16_384;
    private static final long PRIME = 0x100_0000_01B3L;
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private final AtomicLongArray issued = new AtomicLongArray(PLACES);
    private final long seed;

    public IssuedNonces(long seed) {
        this.seed = seed;
    }

    /** A challenge with this nonce goes there. */
    public void issued(InetAddress source, String nonce) {
        long hash = hash(source, nonce);
        issued.set(place(hash), hash);
    }

    /** Whether it did. */
    public boolean wasIssued(InetAddress source, String nonce) {
        long hash = hash(source, nonce);
        return issued.get(place(hash)) == hash;
    }

    /** Likewise, and forgets it: the next one who asks was not the first. */
    public boolean take(InetAddress source, String nonce) {
        long hash = hash(source, nonce);
        return issued.compareAndSet(place(hash), hash, 0);
    }

    private long hash(InetAddress source, String nonce) {
        long hash = (seed ^ SourceTable.key(source)) * GOLDEN;
        for (int i = 0; i < nonce.length(); i++) {
            hash = (hash ^ nonce.charAt(i)) * PRIME;
        }
        return (hash ^ hash >>> 29) * GOLDEN;
    }

    private static int place(long hash) {
        return (int) (hash >>> 48) & (PLACES - 1);
    }
}
