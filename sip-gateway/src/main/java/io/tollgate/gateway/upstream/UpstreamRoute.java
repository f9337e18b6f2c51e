package io.tollgate.gateway.upstream;

import io.tollgate.gateway.wire.Flow;

/**
 * A way to a proxy, as configured or as DNS says. Immutable.
 *
 * @param flow the way
 * @param rank lower is preferred
 * @param weight its share among those of its rank, 1 or more
 */
public record UpstreamRoute(UpstreamProxy proxy, Flow flow, int rank, int weight) {
    public UpstreamRoute {
        if (weight < 1) {
            throw new IllegalArgumentException("weight " + weight + ", expected 1 or more");
        }
    }
}
