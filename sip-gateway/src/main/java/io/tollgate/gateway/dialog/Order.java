package io.tollgate.gateway.dialog;

import io.tollgate.gateway.admission.RefusalCodes;
import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.command.TerminationReason;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A termination as it applies to one call. Immutable.
 *
 * @param since when the gateway had the command, or its due instant where that is later
 */
public record Order(String terminationId, TerminationReason reason, Instant since) {
    /** What a caller without a final response gets. */
    int statusForCaller(RefusalCodes codes) {
        return reason.statusForCaller(codes);
    }

    /** What it is to a call that waits for its Admission; null: an order like to any other. */
    @Nullable
    RefusalReason refusal() {
        return reason.refusal();
    }

    /**
     * That the call is over.
     *
     * @param status the INVITE's final status towards the caller; null after a 2xx
     */
    Effect terminated(@Nullable Integer status, Instant now) {
        return new Effect.Publish(new Happening.Ended(EndCause.TERMINATED, status, terminationId, reason), now);
    }

    /** What became of a leg, and how long after the order. */
    Effect closed(Leg leg, @Nullable Integer status, Instant now) {
        long elapsedMicros = Math.max(0, Duration.between(since, now).toNanos() / 1_000);
        return new Effect.Publish(new Happening.LegClosed(terminationId, leg, status, elapsedMicros), now);
    }
}
