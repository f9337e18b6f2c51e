package io.tollgate.enforcement.charge;

import io.tollgate.enforcement.rating.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call was admitted: the connect fee and its first increment are set aside until it is answered or over. Immutable.
 *
 * @param paidSeconds what its admission told its gateway; null: no limit
 */
public record Hold(Money amount, @Nullable Integer paidSeconds) implements Payment {

    /** What the gateway arms when the call is answered. */
    public Told told(Instant answeredAt) {
        return new Told(0, paidSeconds == null ? null : answeredAt.plusSeconds(paidSeconds), List.of());
    }
}
