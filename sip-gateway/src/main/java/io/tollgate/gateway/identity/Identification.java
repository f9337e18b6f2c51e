package io.tollgate.gateway.identity;

import org.jspecify.annotations.Nullable;

/** Whose call it is, or why that cannot be said. */
public sealed interface Identification {
    /** Whose it is, or claims to be. */
    String account();

    /**
     * The call is this account's.
     *
     * @param account its name
     * @param identity what proves that, as known now
     * @param settings the account as provisioned; null: no account has this name
     */
    record Identified(
            String account, Identity identity, @Nullable AccountSettings settings) implements Identification {}

    /**
     * The request carries credentials of several accounts. Whichever the upstream accepts would prove the one that we
     * pick, so that anybody with an account could spend another's money: such a request is refused (403).
     *
     * @param first one account that is named
     * @param second another one
     */
    record Conflicting(String first, String second) implements Identification {
        @Override
        public String account() {
            return first;
        }
    }

    /**
     * Tollgate verifies this account itself, and the request does not prove it: it is challenged (RFC 3261 section 22).
     *
     * @param account whose it claims to be
     * @param stale whether it has the password, and only the nonce is no good
     * @param failed whether it tried and does not have the password
     */
    record Challenged(String account, boolean stale, boolean failed, DigestAlgorithm algorithm)
            implements Identification {}

    /** Its credentials are good and were made for another Request-URI (400). */
    record Astray(String account) implements Identification {}

    /** Nothing proves it, and nobody is taken at his word (403). */
    record Unproven(String account) implements Identification {}
}
