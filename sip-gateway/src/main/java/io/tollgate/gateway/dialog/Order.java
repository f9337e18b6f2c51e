package io.tollgate.gateway.dialog;

import io.tollgate.gateway.command.TerminationReason;
import java.time.Instant;

/**
 * A termination as it applies to one call. Immutable.
 *
 * @param since when the gateway had the command, or its due instant where that is later
 */
public record Order(String terminationId, TerminationReason reason, Instant since) {}
