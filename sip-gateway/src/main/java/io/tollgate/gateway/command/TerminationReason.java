package io.tollgate.gateway.command;

import io.tollgate.gateway.admission.RefusalCodes;
import io.tollgate.gateway.admission.RefusalReason;

/** Why a call is terminated; used alike in log, metric and event, never on the wire. */
public enum TerminationReason {
    FRAUD_VERDICT,
    OPERATOR,
    BALANCE_EXHAUSTED,
    CHANNEL_LIMIT,
    MAX_DURATION,
    ACCOUNT_DISABLED,
    UNRATED_DESTINATION;

    private static final int FORBIDDEN = 403;

    /** The final response for a caller whose call is terminated before its answer. */
    public int statusForCaller(RefusalCodes codes) {
        return switch (this) {
            case FRAUD_VERDICT, OPERATOR -> FORBIDDEN;
            case BALANCE_EXHAUSTED -> codes.of(RefusalReason.NO_BALANCE);
            case CHANNEL_LIMIT -> codes.of(RefusalReason.CHANNEL_LIMIT);
            case MAX_DURATION -> codes.of(RefusalReason.NOT_ADMITTED);
            case ACCOUNT_DISABLED -> codes.of(RefusalReason.ACCOUNT_DISABLED);
            case UNRATED_DESTINATION -> codes.of(RefusalReason.UNRATED_DESTINATION);
        };
    }
}
