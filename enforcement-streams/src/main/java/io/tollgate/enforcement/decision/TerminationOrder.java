package io.tollgate.enforcement.decision;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order to end calls at once. What is named narrows what is hit. Immutable.
 *
 * @param terminationId gateways obey an id once
 * @param issuedAt calls attempted more than 5 s later are not hit by an order that names no call; also the due instant
 * @param callId a SIP Call-ID or Tollgate's call id
 * @param detail for the operator, never on the wire
 */
public record TerminationOrder(
        String terminationId,
        Instant issuedAt,
        @Nullable String callId,
        @Nullable String account,
        @Nullable String destinationPrefix,
        @Nullable String sourceNetwork,
        Grounds grounds,
        String detail,
        @Nullable String verdictId) {

    /** One call of one account. */
    public static TerminationOrder ofCall(
            String terminationId, Instant now, String callId, String account, Grounds grounds, String detail) {
        return new TerminationOrder(terminationId, now, callId, account, null, null, grounds, detail, null);
    }

    /** All calls of an account. */
    public static TerminationOrder ofAccount(
            String terminationId, Instant now, String account, Grounds grounds, String detail) {
        return new TerminationOrder(terminationId, now, null, account, null, null, grounds, detail, null);
    }

    /** The topic's key: an account's orders stay in one order. */
    public String key() {
        if (account != null) {
            return account;
        }
        return callId != null ? callId : terminationId;
    }
}
