package io.tollgate.gateway.identity;

import org.jspecify.annotations.Nullable;

/**
 * What one Authorization or Proxy-Authorization header of an INVITE names; not verified here. Immutable.
 *
 * @param username as in the header, unquoted
 * @param realm as in the header, unquoted; null: none
 */
public record Credentials(String username, @Nullable String realm) {}
