package io.tollgate.gateway.upstream;

import io.tollgate.gateway.wire.Flow;

/**
 * One address of one proxy. Immutable.
 *
 * @param flow the way there
 */
public record UpstreamAddress(UpstreamProxy proxy, Flow flow) {}
