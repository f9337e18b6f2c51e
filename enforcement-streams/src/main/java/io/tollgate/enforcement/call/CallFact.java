package io.tollgate.enforcement.call;

import io.tollgate.enforcement.decision.Grounds;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event of one call, as a gateway tells it. Immutable.
 *
 * @param callId Tollgate's own
 * @param proven whether the account is known to be the caller's (or, inbound, the callee's) by now
 * @param emergency whether it may never be limited
 */
public record CallFact(
        String callId, String account, CallDetails details, boolean proven, boolean emergency, Instant at, What what) {

    /** The same at another time. */
    public CallFact at(Instant other) {
        return new CallFact(callId, account, details, proven, emergency, other, what);
    }

    /** Who tells it: until the call changes hands, who vouches for it. */
    public Owner teller() {
        return new Owner(details.gatewayId(), details.gatewayEpoch(), 0);
    }

    /** What happened. */
    public sealed interface What {}

    /** The INVITE came. */
    public record Attempted() implements What {}

    /** The other side rings, or waits to be let through. */
    public record Ringing() implements What {}

    /** The 2xx was passed on to the caller. */
    public record Answered() implements What {}

    /**
     * The call is over.
     *
     * @param sipStatus the INVITE's final status; null after a 2xx
     */
    public record Ended(
            EndCause cause,
            @Nullable Integer sipStatus,
            @Nullable String terminationId,
            @Nullable Grounds terminationGrounds)
            implements What {

        /** The caller was asked who he is: his repetition is another call. */
        public boolean isChallenged() {
            return cause == EndCause.FAILED && sipStatus != null && (sipStatus == 401 || sipStatus == 407);
        }
    }

    /**
     * The attempt was refused by policy; nothing comes after.
     *
     * @param alone nothing came before either: it was refused at the door
     */
    public record Refused(boolean alone) implements What {}

    /** A leg of a terminated call is closed; says nothing new about the call. */
    public record LegClosed() implements What {}
}
