package io.tollgate.enforcement.call;

import io.tollgate.enforcement.charge.Bill;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of a call for ever. Immutable.
 *
 * @param revision above 0: it corrects what was recorded when the call was taken for lost
 * @param bill null: it cost nothing
 */
public record ClosedCall(
        String callId,
        CallDetails details,
        int revision,
        Instant attemptedAt,
        @Nullable Instant answeredAt,
        Instant endedAt,
        CallFact.Ended end,
        @Nullable Bill bill) {}
