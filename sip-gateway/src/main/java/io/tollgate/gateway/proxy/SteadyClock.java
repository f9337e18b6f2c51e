package io.tollgate.gateway.proxy;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

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
    private static final int READINGS = 5;

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
    private final LongSupplier monotonic;
    private volatile Stretch stretch;

    /** Anchored to {@code wall} as of now. */
    public SteadyClock(Clock wall) {
        this(wall, System::nanoTime);
    }

    /** One that runs as {@code monotonic} does, in nanoseconds. */
    SteadyClock(Clock wall, LongSupplier monotonic) {
        this.wall = wall;
        this.monotonic = monotonic;
        this.stretch = new Stretch(nanos(), micros(wall.instant()), 0);
    }

    /** One by the same wall clock that is slewed by somebody else. */
    SteadyClock another() {
        return new SteadyClock(wall, monotonic);
    }

    /** Monotonic nanoseconds, for timers. */
    public long nanos() {
        return monotonic.getAsLong();
    }

    /** The time of day in whole microseconds; never before one that was told before. */
    public Instant instant() {
        long micros = micros();
        return Instant.ofEpochSecond(Math.floorDiv(micros, MILLION), Math.floorMod(micros, MILLION) * 1_000);
    }

    /** The same as microseconds of the epoch, without an object. */
    public long micros() {
        return stretch.micros(nanos());
    }

    /** The first whole microsecond that is not before an instant. */
    public static long microsNotBefore(Instant instant) {
        long micros = micros(instant);
        return instant.getNano() % 1_000 == 0 ? micros : micros + 1;
    }

    /** Begins to move towards the wall clock; to be called each second, by one thread. */
    public void slew() {
        long offMicros = offsetMicros();
        long now = nanos();
        stretch = new Stretch(now, stretch.micros(now), Math.max(-MAX_SLEW_PPM, Math.min(MAX_SLEW_PPM, offMicros)));
    }

    /**
     * The wall clock less this one, in microseconds. Of a few readings the quickest counts: a thread that loses its
     * processor between the two clocks would have us run ahead, and fire early, for a second.
     */
    public long offsetMicros() {
        long quickest = Long.MAX_VALUE;
        long offMicros = 0;
        for (int i = 0; i < READINGS; i++) {
            long before = nanos();
            long wallMicros = micros(wall.instant());
            long took = nanos() - before;
            if (took < quickest) {
                quickest = took;
                offMicros = wallMicros - stretch.micros(before + took / 2);
            }
        }
        return offMicros;
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
