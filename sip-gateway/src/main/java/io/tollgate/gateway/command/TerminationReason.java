package io.tollgate.gateway.command;

import io.tollgate.gateway.admission.RefusalCodes;
import io.tollgate.gateway.admission.RefusalReason;
import org.jspecify.annotations.Nullable;

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
        RefusalReason refusal = this == MAX_DURATION ? RefusalReason.NOT_ADMITTED : refusal();
        return refusal == null ? FORBIDDEN : codes.of(refusal);
    }

    /** For what an Admission refuses calls too; null: for nothing that an Admission could know. */
    public @Nullable RefusalReason refusal() {
        return switch (this) {
            case BALANCE_EXHAUSTED -> RefusalReason.NO_BALANCE;
            case CHANNEL_LIMIT -> RefusalReason.CHANNEL_LIMIT;
            case ACCOUNT_DISABLED -> RefusalReason.ACCOUNT_DISABLED;
            case UNRATED_DESTINATION -> RefusalReason.UNRATED_DESTINATION;
            case FRAUD_VERDICT, OPERATOR, MAX_DURATION -> null;
        };
    }
}
