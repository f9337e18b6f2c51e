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
    /** As much as is corrected in each {@link #slew}: half a millisecond a second, when slewed each second. */
    private static final long MAX_SLEW_MICROS = 500;

    private final Clock wall;
    private final long originNanos = System.nanoTime();
    private volatile long originMicros;

    /** Anchored to {@code wall} as of now. */
    public SteadyClock(Clock wall) {
        this.wall = wall;
        this.originMicros = micros(wall.instant());
    }

    /** Monotonic nanoseconds, for timers. */
    public long nanos() {
        return System.nanoTime();
    }

    /** The time of day in whole microseconds. */
    public Instant instant() {
        return Instant.EPOCH.plus(originMicros + (nanos() - originNanos) / 1_000, ChronoUnit.MICROS);
    }

    /** How far an instant is away, in nanoseconds; 0 where it has passed. */
    public long nanosUntil(Instant due) {
        return Math.max(0, instant().until(due, ChronoUnit.NANOS));
    }

    /** Moves a little towards the wall clock; to be called each second. */
    public void slew() {
        long offMicros = micros(wall.instant()) - micros(instant());
        originMicros += Math.max(-MAX_SLEW_MICROS, Math.min(MAX_SLEW_MICROS, offMicros));
    }

    /** The wall clock less this one, in microseconds. */
    public long offsetMicros() {
        return micros(wall.instant()) - micros(instant());
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
