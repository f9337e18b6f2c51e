package io.tollgate.enforcement.decision;

/** Why calls are terminated; the names are those of the contract's {@code TerminationReason}. */
public enum Grounds {
    FRAUD_VERDICT,
    OPERATOR,
    BALANCE_EXHAUSTED,
    CHANNEL_LIMIT,
    MAX_DURATION,
    ACCOUNT_DISABLED,
    UNRATED_DESTINATION
}
