package io.tollgate.benchmark;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.LongStream;

/** Durations in order. Immutable; nearest rank, so each figure is one that was measured. */
final class Percentiles {
    private static final double NANOS_PER_MILLI = 1e6;

    private final long[] nanos;

    Percentiles(LongStream nanos) {
        this.nanos = nanos.sorted().toArray();
        if (this.nanos.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
    }

    /** In milliseconds; {@code share} from 0 to 1. */
    double at(double share) {
        int rank = (int) Math.ceil(share * nanos.length);
        return nanos[Math.min(nanos.length, Math.max(1, rank)) - 1] / NANOS_PER_MILLI;
    }

    long above(double millis) {
        return Arrays.stream(nanos)
                .filter(value -> value > millis * NANOS_PER_MILLI)
                .count();
    }

    /** One row of the result. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "n %d  least %.2f  p50 %.2f  p90 %.2f  p99 %.2f  p99.9 %.2f  most %.2f ms",
                nanos.length,
                at(0),
                at(0.5),
                at(0.9),
                at(0.99),
                at(0.999),
                at(1));
    }
}
