package io.tollgate.gateway.proxy;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The gateway's time: a monotonic clock, anchored to the wall clock at start and slewed towards it, so that the stamps of
 * a call never run backwards and no step of the wall clock moves a due instant.
 *
 * <p>Safe for all threads; {@link #slew} is for one.
 */
public final class SteadyClock {
    /** Never faster or slower than real time by more than this: half a millisecond a second. */
    private static final long MAX_SLEW_PPM = 500;

    private static final long MILLION = 1_000_000;

    /**
     * A straight stretch of this clock's time.
     *
     * @param fromNanos monotonic instant at which it begins
     * @param fromMicros time of day at that instant
     * @param ppm how much faster than the monotonic clock it runs
     */
    private record Stretch(long fromNanos, long fromMicros, long ppm) {
        long micros(long nanos) {
            long elapsedMicros = (nanos - fromNanos) / 1_000;
            return fromMicros + elapsedMicros + elapsedMicros * ppm / MILLION;
        }
    }

    private final Clock wall;
    private volatile Stretch stretch;

    /** Anchored to {@code wall} as of now. */
    public SteadyClock(Clock wall) {
        this.wall = wall;
        this.stretch = new Stretch(System.nanoTime(), micros(wall.instant()), 0);
    }

    /** Monotonic nanoseconds, for timers. */
    public long nanos() {
        return System.nanoTime();
    }

    /** The time of day in whole microseconds; never before one that was told before. */
    public Instant instant() {
        return Instant.EPOCH.plus(stretch.micros(nanos()), ChronoUnit.MICROS);
    }

    /** How far an instant is away, in nanoseconds; 0 where it has passed. */
    public long nanosUntil(Instant due) {
        return Math.max(0, instant().until(due, ChronoUnit.NANOS));
    }

    /** Begins to move towards the wall clock; to be called each second, by one thread. */
    public void slew() {
        long now = nanos();
        long micros = stretch.micros(now);
        long offMicros = micros(wall.instant()) - micros;
        stretch = new Stretch(now, micros, Math.max(-MAX_SLEW_PPM, Math.min(MAX_SLEW_PPM, offMicros)));
    }

    /** The wall clock less this one, in microseconds. */
    public long offsetMicros() {
        return micros(wall.instant()) - micros(instant());
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
