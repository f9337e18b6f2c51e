package io.tollgate.gateway.kafka;

import java.time.Instant;

/**
 * Which gateway speaks, and in which of its lives. Immutable.
 *
 * @param id its name in the cluster, kept over restarts
 * @param epoch grows with each start
 * @param startedAt when this life began
 */
public record GatewayIdentity(String id, long epoch, Instant startedAt) {}
