package io.tollgate.enforcement.decision;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order to end calls. What is named narrows what is hit. Immutable.
 *
 * @param terminationId gateways obey an id once
 * @param revision of two with the same id the higher counts
 * @param issuedAt calls attempted more than 5 s later are not hit by an order that names no call
 * @param callId a SIP Call-ID or Tollgate's call id
 * @param at when they end, at once if it is past; null: the order is withdrawn
 * @param detail for the operator, never on the wire
 */
public record TerminationOrder(
        String terminationId,
        long revision,
        Instant issuedAt,
        @Nullable String callId,
        @Nullable String account,
        @Nullable String destinationPrefix,
        @Nullable String sourceNetwork,
        @Nullable Instant at,
        Grounds grounds,
        String detail,
        @Nullable String verdictId) {

    /** What a verdict or an operator wants: at once. */
    public static TerminationOrder now(
            String terminationId,
            Instant now,
            @Nullable String callId,
            @Nullable String account,
            @Nullable String destinationPrefix,
            @Nullable String sourceNetwork,
            Grounds grounds,
            String detail,
            @Nullable String verdictId) {
        return new TerminationOrder(
                terminationId,
                0,
                now,
                callId,
                account,
                destinationPrefix,
                sourceNetwork,
                now,
                grounds,
                detail,
                verdictId);
    }

    /** One call of one account. */
    public static TerminationOrder ofCall(
            String terminationId, Instant now, String callId, String account, Grounds grounds, String detail) {
        return now(terminationId, now, callId, account, null, null, grounds, detail, null);
    }

    /** The same at another time, or never. */
    public TerminationOrder due(long newRevision, @Nullable Instant due) {
        return new TerminationOrder(
                terminationId,
                newRevision,
                issuedAt,
                callId,
                account,
                destinationPrefix,
                sourceNetwork,
                due,
                grounds,
                detail,
                verdictId);
    }

    /** All calls of an account. */
    public static TerminationOrder ofAccount(
            String terminationId, Instant now, String account, Grounds grounds, String detail) {
        return now(terminationId, now, null, account, null, null, grounds, detail, null);
    }

    /** The topic's key: an account's orders stay in one order. */
    public String key() {
        if (account != null) {
            return account;
        }
        return callId != null ? callId : terminationId;
    }
}
