package io.tollgate.gateway.proxy;

import io.tollgate.gateway.upstream.UpstreamAddress;
import io.tollgate.gateway.wire.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A next hop that a request may take.
 *
 * @param message the request made ready for it, up to Record-Route and Via; used once
 * @param upstream whose way it is; null: a customer's, or somebody's behind the upstream
 */
record Candidate(Flow flow, Outgoing message, @Nullable UpstreamAddress upstream) {}
