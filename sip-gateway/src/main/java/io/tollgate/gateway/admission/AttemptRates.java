package io.tollgate.gateway.admission;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * Bounds the events of refused and unproven attempts for each source, so that a flood fills neither Kafka nor the
 * operator's screen; what is over the bound is counted by the caller and not published.
 *
 * <p>A fixed table without keys: sources (IPv6 by /64) that share a place by chance share its rate, which no attacker
 * can aim at, since the places depend on a secret seed. A total bound holds against forged UDP sources. Each place is a
 * bucket that holds {@code burst} attempts and gains {@code perSecond}.
 *
 * <p>Not shared: one for each shard. Times are microseconds of any clock that never goes back.
 */
public final class AttemptRates {
    /** Places in the table; a power of two. */
    private static final int PLACES = 4_096;

    private static final long MICROS = 1_000_000;
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    /**
     * The bound of one shard.
     *
     * @param perSecond attempts of one source that are published in the long run
     * @param burst attempts of one source that are published at once
     * @param totalPerSecond attempts of all sources that are published in the long run; the burst is a second's worth
     */
    public record Bound(int perSecond, int burst, int totalPerSecond) {
        /** What holds where nothing is configured. */
        public static final Bound DEFAULTS = new Bound(100, 200, 2_000);

        public Bound {
            if (perSecond < 1 || perSecond > MICROS || burst < 1 || totalPerSecond < 1 || totalPerSecond > MICROS) {
                throw new IllegalArgumentException("a rate is 1 to 1000000 a second, a burst 1 or more: " + perSecond
                        + ", " + burst + ", " + totalPerSecond);
            }
        }
    }

    private final long seed;
    private final long intervalMicros;
    private final long slackMicros;
    private final long totalIntervalMicros;
    /** When each bucket will be full again; earlier than now: it is. */
    private final long[] fullAtMicros = new long[PLACES];

    private long totalFullAtMicros;

    public AttemptRates(Bound bound, long seed) {
        this.seed = seed;
        this.intervalMicros = MICROS / bound.perSecond;
        this.slackMicros = intervalMicros * bound.burst;
        this.totalIntervalMicros = MICROS / bound.totalPerSecond;
        Arrays.fill(fullAtMicros, Long.MIN_VALUE);
        this.totalFullAtMicros = Long.MIN_VALUE;
    }

    /** Whether an attempt from this source at this time may be published; it then counts against the bound. */
    public boolean take(InetAddress source, long nowMicros) {
        int place = place(source);
        long full = Math.max(fullAtMicros[place], nowMicros) + intervalMicros;
        long totalFull = Math.max(totalFullAtMicros, nowMicros) + totalIntervalMicros;
        if (full - nowMicros > slackMicros || totalFull - nowMicros > MICROS) {
            return false;
        }
        fullAtMicros[place] = full;
        totalFullAtMicros = totalFull;
        return true;
    }

    private int place(InetAddress source) {
        byte[] address = source.getAddress();
        long hash = seed;
        for (int i = 0; i < Math.min(address.length, Long.BYTES); i++) {
            hash = (hash ^ (address[i] & 0xFF)) * GOLDEN;
            hash ^= hash >>> 29;
        }
        return (int) (hash >>> 40) & (PLACES - 1);
    }
}
