package io.tollgate.enforcement.blacklist;

/** Why an entry stands; names as in the contract's {@code BlacklistReason}. */
public enum EntryReason {
    FRAUD_VERDICT,
    OPERATOR,
    CHANNEL_LIMIT,
    NO_BALANCE,
    ACCOUNT_DISABLED
}
