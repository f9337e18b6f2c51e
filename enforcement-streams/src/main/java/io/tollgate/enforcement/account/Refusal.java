package io.tollgate.enforcement.account;

import io.tollgate.enforcement.decision.Grounds;

/** Why a call is not admitted; names as in the contract's {@code RefusalReason}. */
public enum Refusal {
    CHANNEL_LIMIT(Grounds.CHANNEL_LIMIT),
    ACCOUNT_DISABLED(Grounds.ACCOUNT_DISABLED),
    NO_BALANCE(Grounds.BALANCE_EXHAUSTED),
    UNRATED_DESTINATION(Grounds.UNRATED_DESTINATION);

    private final Grounds grounds;

    Refusal(Grounds grounds) {
        this.grounds = grounds;
    }

    /** The same reason where the call has to be terminated instead. */
    Grounds grounds() {
        return grounds;
    }
}
