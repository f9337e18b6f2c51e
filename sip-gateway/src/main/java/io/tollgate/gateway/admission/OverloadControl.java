package io.tollgate.gateway.admission;

/**
 * Decides what share of new calls a shard leaves out, by how long messages wait for it, which says more than how many
 * wait: the least wait of an interval. A pause that is caught up with is none, a queue that stands for two intervals is
 * overload. The share rises as long as it stands and falls by half with each interval in which it does not. Other new
 * requests are left out only when more than half of the calls are; what belongs to calls never.
 *
 * <p>{@link #waited} belongs to the shard, the rest is for all threads. Times are nanoseconds of any clock that never
 * goes back; a draw is from 0 to below 1, the same for the repetitions of a request.
 */
public final class OverloadControl {
    /** Several retransmissions' worth of RFC 3261's T1 would be too late, much less is noise. */
    private static final long INTERVAL_NANOS = 500_000_000;

    private static final double STEP = 0.1;
    private static final double MOST_STEPS = 5;
    private static final double NONE = 0.02;

    /** So many new calls are told that there is too much to do; the rest is left out without a word. */
    private static final int ANSWERS_PER_SECOND = 500;

    private static final long SECOND_NANOS = 1_000_000_000;

    private final long targetNanos;
    private volatile double share;
    private volatile long leastNanos;
    private volatile long lastNanos;
    private long least = Long.MAX_VALUE;
    private long ends;
    private boolean begun;
    private boolean stood;
    private long answersFullAt;

    /**
     * A shard without work.
     *
     * @param targetNanos how long messages may wait
     */
    public OverloadControl(long targetNanos) {
        this.targetNanos = targetNanos;
    }

    /** A message waited so long for its turn, which is now. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // written by the shard alone
    public void waited(long nanos, long now) {
        least = Math.min(least, nanos);
        lastNanos = now;
        if (!begun) {
            begun = true;
            ends = now + INTERVAL_NANOS;
        }
        if (now - ends < 0) {
            return;
        }
        leastNanos = least;
        if (least <= targetNanos) {
            stood = false;
            share = share / 2 < NONE ? 0 : share / 2;
        } else if (!stood) {
            stood = true;
        } else {
            share = Math.min(1, share + STEP * Math.min(MOST_STEPS, (double) least / targetNanos));
        }
        least = Long.MAX_VALUE;
        ends = now + INTERVAL_NANOS;
    }

    /** The share of new calls that is left out now; none where nothing had a turn lately: then nothing waits either. */
    public double share(long now) {
        return share > 0 && now - lastNanos < INTERVAL_NANOS ? share : 0;
    }

    /** Whether a new call is left out. */
    public boolean leavesOutCall(double draw, long now) {
        return draw < share(now);
    }

    /** Whether another new request is. */
    public boolean leavesOutOther(double draw, long now) {
        return draw < 2 * share(now) - 1;
    }

    /** Whether a call that is left out may still be told so. */
    public synchronized boolean answers(long now) {
        long full = Math.max(answersFullAt, now) + SECOND_NANOS / ANSWERS_PER_SECOND;
        if (full - now > SECOND_NANOS) {
            return false;
        }
        answersFullAt = full;
        return true;
    }

    /** The least that any message waited in the last interval. */
    public double leastSeconds(long now) {
        return now - lastNanos < 2 * INTERVAL_NANOS ? leastNanos / (double) SECOND_NANOS : 0;
    }
}
