package io.tollgate.gateway.admission;

import java.time.Instant;

/**
 * All gateways shall refuse this source for a while. Immutable.
 *
 * @param verdictId the same for the same block, so that it counts once
 * @param sourceNetwork the source alone, in CIDR
 * @param reason for the operator
 */
public record SourceVerdict(
        String verdictId, String sourceNetwork, Instant issuedAt, Instant expiresAt, String reason) {}
