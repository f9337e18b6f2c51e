package io.tollgate.enforcement.rating;

import java.time.Instant;

/** Instants as whole microseconds since 1970, as in the contract. */
public final class Micros {

    public static final long IN_A_SECOND = 1_000_000;
    private static final int NANOS = 1_000;

    private Micros() {}

    /** Not by {@code ChronoUnit.MICROS.between}, which JDK 17 computes in nanoseconds: they end in the year 2262. */
    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), IN_A_SECOND), instant.getNano() / NANOS);
    }

    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, IN_A_SECOND), Math.floorMod(micros, IN_A_SECOND) * NANOS);
    }

    /** From one instant to another; negative if that is earlier. */
    public static long between(Instant from, Instant to) {
        return of(to) - of(from);
    }
}
