package io.tollgate.gateway.identity;

import org.jspecify.annotations.Nullable;

/** Whose call it is, or why that cannot be said. */
public sealed interface Identification {
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
    record Conflicting(String first, String second) implements Identification {}
}
