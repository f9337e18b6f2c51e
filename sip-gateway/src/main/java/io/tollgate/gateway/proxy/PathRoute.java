package io.tollgate.gateway.proxy;

import io.tollgate.gateway.token.PathToken;
import org.jspecify.annotations.Nullable;

/**
 * What the Route of a request from the upstream says. Immutable.
 *
 * @param ownRoutes how many topmost elements are ours, or another gateway's of the cluster
 * @param path our Path token, or null
 * @param uri the URI that it stands in, or empty
 * @param passedOnBy where the gateway is that passed the request on; empty: it does not know; null: none did
 * @param next the URI of the first element that is not ours, or null
 */
record PathRoute(
        int ownRoutes,
        @Nullable PathToken path,
        String uri,
        @Nullable String passedOnBy,
        @Nullable String next) {
    /** The account in our Path token, or null. */
    @Nullable
    String account() {
        return path == null ? null : path.account();
    }
}
