package io.tollgate.gateway.identity;

import org.jspecify.annotations.Nullable;

/**
 * Who is said to have forwarded a call. Immutable.
 *
 * @param registration what was proved by registering this very user over the request's flow; null: nothing
 */
public record Forwarder(String uri, @Nullable Proof registration) {}
