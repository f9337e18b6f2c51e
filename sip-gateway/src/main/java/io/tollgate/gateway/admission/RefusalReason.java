package io.tollgate.gateway.admission;

/** Why an attempt was refused by policy; used alike in log, metric and event. */
public enum RefusalReason {
    BLACKLISTED,
    CHANNEL_LIMIT,
    NO_BALANCE,
    ACCOUNT_DISABLED,
    UNRATED_DESTINATION,
    NOT_ADMITTED,
    OVERLOAD
}
