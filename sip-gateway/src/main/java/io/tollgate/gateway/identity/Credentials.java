package io.tollgate.gateway.identity;

import org.jspecify.annotations.Nullable;

/**
 * What one Authorization or Proxy-Authorization header of a request says; not verified here. Immutable.
 *
 * @param username as in the header, unquoted
 * @param realm as in the header, unquoted; null: none
 * @param digest what is to be verified; null: it is no digest
 */
public record Credentials(
        String username, @Nullable String realm, @Nullable DigestResponse digest) {
    /** Such as only name somebody. */
    public Credentials(String username, @Nullable String realm) {
        this(username, realm, null);
    }
}
