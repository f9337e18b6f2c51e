package io.tollgate.gateway.kafka;

import io.tollgate.Action;
import io.tollgate.CallAnswered;
import io.tollgate.CallAttempted;
import io.tollgate.CallEnded;
import io.tollgate.CallRefused;
import io.tollgate.CallRinging;
import io.tollgate.FraudVerdict;
import io.tollgate.GatewayHeartbeat;
import io.tollgate.GatewayPhase;
import io.tollgate.LegClosed;
import io.tollgate.gateway.admission.SourceVerdict;
import io.tollgate.gateway.command.TerminationReason;
import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The core's facts as Avro records. Enums are mapped by name: a test holds both sides to the same names. Immutable, no
 * state but who speaks.
 */
final class OutboundMapping {
    private final GatewayIdentity gateway;

    OutboundMapping(GatewayIdentity gateway) {
        this.gateway = gateway;
    }

    /** Its id is made of the call's own and the sequence: unique, and the same however often it is sent. */
    io.tollgate.CallEvent event(CallEvent event) {
        CallFacts call = event.call();
        return new io.tollgate.CallEvent(
                call.callId() + "-" + event.sequence(),
                call.callId(),
                event.sequence(),
                call.sipCallId(),
                gateway.id(),
                gateway.epoch(),
                call.account(),
                io.tollgate.Identity.valueOf(event.identity().name()),
                io.tollgate.Direction.valueOf(call.direction().name()),
                call.caller(),
                call.callee(),
                call.destination(),
                call.source(),
                event.at(),
                happening(event.happening()));
    }

    /** A record that says nothing, for trying out whether one can be written. */
    static io.tollgate.CallEvent sample() {
        CallFacts nobody = new CallFacts("", "", "", Direction.OUTBOUND, "", "", "", "");
        return new OutboundMapping(new GatewayIdentity("", 0, Instant.EPOCH))
                .event(new CallEvent(nobody, 0, Identity.CLAIMED, Instant.EPOCH, new Happening.Answered()));
    }

    GatewayHeartbeat heartbeat(Phase phase, String sip, Duration lease, int liveCalls, Instant at) {
        return new GatewayHeartbeat(
                gateway.id(),
                gateway.epoch(),
                gateway.startedAt(),
                at,
                GatewayPhase.valueOf(phase.name()),
                sip,
                lease.toMillis(),
                liveCalls);
    }

    FraudVerdict verdict(SourceVerdict verdict) {
        return new FraudVerdict(
                verdict.verdictId(),
                "gateway/" + gateway.id(),
                verdict.issuedAt().truncatedTo(ChronoUnit.MICROS),
                Action.BLACKLIST,
                null,
                null,
                null,
                verdict.sourceNetwork(),
                verdict.expiresAt().truncatedTo(ChronoUnit.MICROS),
                verdict.reason());
    }

    private static Object happening(Happening happening) {
        if (happening instanceof Happening.Attempted attempted) {
            return new CallAttempted(attempted.userAgent());
        }
        if (happening instanceof Happening.Ringing) {
            return new CallRinging();
        }
        if (happening instanceof Happening.Answered) {
            return new CallAnswered();
        }
        if (happening instanceof Happening.Ended ended) {
            return new CallEnded(
                    io.tollgate.EndCause.valueOf(ended.cause().name()),
                    ended.sipStatus(),
                    ended.terminationId(),
                    reason(ended.terminationReason()));
        }
        if (happening instanceof Happening.Refused refused) {
            return new CallRefused(
                    refused.sipStatus(),
                    io.tollgate.RefusalReason.valueOf(refused.reason().name()),
                    refused.blacklistEntryId());
        }
        if (happening instanceof Happening.LegClosed closed) {
            return new LegClosed(
                    closed.terminationId(),
                    io.tollgate.Leg.valueOf(closed.leg().name()),
                    closed.sipStatus(),
                    closed.elapsedMicros());
        }
        throw new IllegalStateException("no record for " + happening);
    }

    private static io.tollgate.@Nullable TerminationReason reason(@Nullable TerminationReason reason) {
        return reason == null ? null : io.tollgate.TerminationReason.valueOf(reason.name());
    }
}
