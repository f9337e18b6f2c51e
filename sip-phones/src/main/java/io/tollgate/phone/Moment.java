package io.tollgate.phone;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When something was seen at a phone's socket: on the monotonic clock, for distances, and on the wall clock, to compare
 * with what other processes wrote. The one place where phones read clocks.
 *
 * @param nanos {@link System#nanoTime()}
 * @param epochMicros microseconds since 1970, UTC
 */
public record Moment(long nanos, long epochMicros) {
    /** This very moment. */
    public static Moment now() {
        return new Moment(System.nanoTime(), ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
    }

    /** The wall clock's instant. */
    public Instant instant() {
        return Instant.EPOCH.plus(epochMicros, ChronoUnit.MICROS);
    }

    /** Time that passed from {@code earlier} to this moment, by the monotonic clock. */
    public Duration since(Moment earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }
}
