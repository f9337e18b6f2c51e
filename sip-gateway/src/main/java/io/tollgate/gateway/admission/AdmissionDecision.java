package io.tollgate.gateway.admission;

import org.jspecify.annotations.Nullable;

/**
 * What Streams decided about one call of an account with strict admission or a balance. Immutable.
 *
 * @param callId Tollgate's own call id
 * @param reason why not; null when admitted
 * @param paidSeconds how long the call can run from its answer; null: no limit
 */
public record AdmissionDecision(
        String callId,
        String account,
        boolean admitted,
        @Nullable RefusalReason reason,
        @Nullable Integer paidSeconds) {}
