package io.tollgate.enforcement.call;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is recorded of a call for ever. Immutable. */
public record ClosedCall(
        String callId,
        CallDetails details,
        Instant attemptedAt,
        @Nullable Instant answeredAt,
        Instant endedAt,
        CallFact.Ended end) {}
