package io.tollgate.enforcement.call;

import io.tollgate.enforcement.charge.Bill;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of a call for ever. Immutable.
 *
 * @param bill null: it cost nothing
 */
public record ClosedCall(
        String callId,
        CallDetails details,
        Instant attemptedAt,
        @Nullable Instant answeredAt,
        Instant endedAt,
        CallFact.Ended end,
        @Nullable Bill bill) {}
