package io.tollgate.gateway.command;

import io.tollgate.gateway.identity.Network;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order to end calls; what is named narrows which. Immutable.
 *
 * @param terminationId obeyed once
 * @param revision of two with the same id the higher counts
 * @param callId a SIP Call-ID or Tollgate's call id; null: not narrowed to a call
 * @param destinationPrefix leading digits of the destination, no +; null: every destination
 * @param at not later than now: at once; later: then; null: withdrawn
 * @param detail the operator's grounds; never sent on the wire
 */
public record Termination(
        String terminationId,
        long revision,
        Instant issuedAt,
        @Nullable String callId,
        @Nullable String account,
        @Nullable String destinationPrefix,
        @Nullable Network sourceNetwork,
        @Nullable Instant at,
        TerminationReason reason,
        String detail,
        @Nullable String verdictId) {
    /**
     * How long after its issue an order that names no call still hits new ones: the time in which attempts may cross it
     * on its way, and in which the blacklist may lag behind it.
     */
    public static final Duration REACH = Duration.ofSeconds(5);

    /** When an order is to be obeyed, seen from some instant. */
    public enum Due {
        NOW,
        LATER,
        WITHDRAWN
    }

    /** Whether it is to be obeyed at {@code now}. */
    public Due due(Instant now) {
        if (at == null) {
            return Due.WITHDRAWN;
        }
        return at.isAfter(now) ? Due.LATER : Due.NOW;
    }

    /** Whether this call is meant, whenever it is due; one that names nothing means none. */
    public boolean hits(LiveCall call) {
        if (call.emergency() || !namesAnything()) {
            return false;
        }
        if (callId == null && call.attemptedAt().isAfter(issuedAt.plus(REACH))) {
            return false;
        }
        return (callId == null || callId.equals(call.sipCallId()) || callId.equals(call.callId()))
                && (account == null || account.equals(call.account()))
                && (destinationPrefix == null || call.destination().startsWith(destinationPrefix))
                && (sourceNetwork == null || sourceNetwork.contains(call.source()));
    }

    private boolean namesAnything() {
        return callId != null
                || account != null
                || (destinationPrefix != null && !destinationPrefix.isEmpty())
                || sourceNetwork != null;
    }
}
