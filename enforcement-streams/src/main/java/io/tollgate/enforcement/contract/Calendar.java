package io.tollgate.enforcement.contract;

import io.tollgate.enforcement.decision.InvalidInput;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which instants can be meant: those of the years that ISO 8601 writes with four digits. A schema's microseconds reach
 * far beyond, where those who read after us (JSON, browsers, nanoseconds) cannot follow.
 */
final class Calendar {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant BEYOND = Instant.parse("+10000-01-01T00:00:00Z");

    private Calendar() {}

    /** Refuses any other; null is none. */
    static void require(String name, @Nullable Instant instant) {
        InvalidInput.unless(
                instant == null || !instant.isBefore(FIRST) && instant.isBefore(BEYOND),
                name,
                "is not in the years 1 to 9999");
    }
}
