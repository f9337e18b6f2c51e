package io.tollgate.gateway.admission;

/** Why a blacklist entry stands. */
public enum BlacklistReason {
    FRAUD_VERDICT(RefusalReason.BLACKLISTED, false),
    OPERATOR(RefusalReason.BLACKLISTED, false),
    CHANNEL_LIMIT(RefusalReason.CHANNEL_LIMIT, true),
    NO_BALANCE(RefusalReason.NO_BALANCE, true),
    ACCOUNT_DISABLED(RefusalReason.ACCOUNT_DISABLED, true);

    private final RefusalReason refusal;
    private final boolean accountsOwnState;

    BlacklistReason(RefusalReason refusal, boolean accountsOwnState) {
        this.refusal = refusal;
        this.accountsOwnState = accountsOwnState;
    }

    /** What an attempt is refused for that such an entry hits. */
    public RefusalReason refusal() {
        return refusal;
    }

    /** Whether it follows from the account's own state, which no ALLOW lifts. */
    public boolean accountsOwnState() {
        return accountsOwnState;
    }
}
