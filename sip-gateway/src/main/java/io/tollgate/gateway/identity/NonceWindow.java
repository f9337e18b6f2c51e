package io.tollgate.gateway.identity;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Which counts each nonce was used under, so that nobody who overheard credentials can send them again (RFC 7616 section
 * 3.4, {@code nc}).
 *
 * <p>A fixed table in which nonces, numbered as they are issued, share places. Only a count that came with a right response
 * takes a place, and a newer nonce takes it from an older one, which is then refused: memory does not grow with whoever
 * asks for challenges, and what is forgotten is answered with another challenge, never believed again.
 *
 * <p>Safe for all threads, without locks.
 */
public final class NonceWindow {
    /** Counts below the highest that are still told apart: requests overtake each other on their way. */
    static final int WIDTH = Long.SIZE;

    private static final int PLACES = 1 << 16;

    /** Bit n: count {@code highest - n} was used. */
    private record Use(long number, long highest, long used) {}

    private final AtomicReferenceArray<@Nullable Use> places;
    private final AtomicLong issued = new AtomicLong();

    public NonceWindow() {
        this(PLACES);
    }

    NonceWindow(int places) {
        this.places = new AtomicReferenceArray<>(places);
    }

    /** The number of a nonce that is issued now. */
    public long number() {
        return issued.incrementAndGet();
    }

    /**
     * Uses a nonce.
     *
     * @param number when it was issued among all of this gateway's
     * @return whether this count is new
     */
    public boolean use(long number, long count) {
        int place = (int) Long.remainderUnsigned(number, places.length());
        while (true) {
            Use before = places.get(place);
            Use after = next(before, number, count);
            if (after == null) {
                return false;
            }
            if (places.compareAndSet(place, before, after)) {
                return true;
            }
        }
    }

    private static @Nullable Use next(@Nullable Use before, long number, long count) {
        if (before == null || before.number < number) {
            return new Use(number, count, 1);
        }
        if (before.number > number) {
            return null;
        }
        long ahead = count - before.highest;
        if (ahead > 0) {
            return new Use(number, count, (ahead < WIDTH ? before.used << ahead : 0) | 1);
        }
        long bit = -ahead < WIDTH ? 1L << -ahead : 0;
        return bit == 0 || (before.used & bit) != 0 ? null : new Use(number, before.highest, before.used | bit);
    }
}
