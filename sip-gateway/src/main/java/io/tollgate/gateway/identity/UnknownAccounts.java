package io.tollgate.gateway.identity;

/** What becomes of calls under a name that no account has (setting {@code unknown-accounts}). */
public enum UnknownAccounts {
    /** It is an account by that name, unmetered and without limit. */
    ADMIT,
    /** OUTBOUND attempts get the refusal code of a disabled account (403). */
    REFUSE
}
