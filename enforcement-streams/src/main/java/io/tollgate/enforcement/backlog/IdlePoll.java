package io.tollgate.enforcement.backlog;

import java.time.Duration;

/**
 * How long a poll may wait. Streams commits between polls only, so that its polls are short; but where nothing has come for a
 * while nothing waits for a commit, and two hundred rounds a second over all tasks would cost a small machine a quarter of a
 * processor. A poll then waits until the clock next has something done; what comes meanwhile ends it. Pure.
 */
public final class IdlePoll {

    /** What is done by the clock is done at multiples of it. */
    public static final Duration BEAT = Duration.ofMillis(100);

    /** What came longer ago is committed, unless commits are so rare that this is no matter. */
    static final Duration SETTLED = Duration.ofMillis(100);

    /** So long after the clock had something done its results may wait for their commit. */
    private static final long COMMITTED_MILLIS = 20;

    private IdlePoll() {}

    /**
     * The time to wait.
     *
     * @param asked by Streams; zero where it has other things to do
     * @param quiet how long nothing has come
     * @param nowMillis of the system's clock
     */
    static Duration of(Duration asked, Duration quiet, long nowMillis) {
        long sinceTick = Math.floorMod(nowMillis, BEAT.toMillis());
        if (asked.isZero() || quiet.compareTo(SETTLED) < 0 || sinceTick < COMMITTED_MILLIS) {
            return asked;
        }
        var untilTick = BEAT.minusMillis(sinceTick);
        return untilTick.compareTo(asked) < 0 ? asked : untilTick;
    }
}
