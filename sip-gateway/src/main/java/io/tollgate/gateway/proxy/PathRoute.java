package io.tollgate.gateway.proxy;

import io.tollgate.gateway.wire.Flow;
import org.jspecify.annotations.Nullable;

/**
 * What the Route of a request from the upstream says. Immutable.
 *
 * @param ownRoutes how many topmost elements are ours
 * @param account the account in our Path token, or null
 * @param flow the flow in our Path token, or null
 * @param next the URI of the first element that is not ours, or null
 */
record PathRoute(
        int ownRoutes,
        @Nullable String account,
        @Nullable Flow flow,
        @Nullable String next) {}
