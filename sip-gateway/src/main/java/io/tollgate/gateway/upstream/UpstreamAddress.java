package io.tollgate.gateway.upstream;

import io.tollgate.gateway.wire.Flow;

/** A way to a proxy and how it stands. Safe for all threads; only its standing changes. */
public record UpstreamAddress(UpstreamRoute route, Standing standing) {
    /** The way there. */
    public Flow flow() {
        return route.flow();
    }

    /** Whose address it is. */
    public UpstreamProxy proxy() {
        return route.proxy();
    }
}
