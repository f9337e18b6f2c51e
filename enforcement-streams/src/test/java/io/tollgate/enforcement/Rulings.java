package io.tollgate.enforcement;

import io.tollgate.AccountState;
import io.tollgate.Action;
import io.tollgate.BlacklistEntry;
import io.tollgate.BlacklistReason;
import io.tollgate.CallEnded;
import io.tollgate.CallEvent;
import io.tollgate.CallRecord;
import io.tollgate.CallRefused;
import io.tollgate.Direction;
import io.tollgate.EndCause;
import io.tollgate.EntryKind;
import io.tollgate.FraudVerdict;
import io.tollgate.Identity;
import io.tollgate.RefusalReason;
import io.tollgate.Termination;
import io.tollgate.TerminationReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What gateways and streams tell of bob's calls, and of what was decided about them. */
public final class Rulings {

    public static final Instant AT = TestTopology.START;

    private Rulings() {}

    /** The account's calls are to end. */
    public static FraudVerdict verdict(String id) {
        return FraudVerdict.newBuilder()
                .setVerdictId(id)
                .setSource("fraud-scoring")
                .setIssuedAt(AT)
                .setAction(Action.TERMINATE)
                .setAccount("bob")
                .setReason("14 premium calls in 60 s")
                .build();
    }

    public static CallEnded ended(String terminationId, TerminationReason reason) {
        return new CallEnded(EndCause.TERMINATED, null, terminationId, reason);
    }

    public static CallRefused refused(int status, RefusalReason reason, @Nullable String entryId) {
        return new CallRefused(status, reason, entryId);
    }

    public static CallEvent event(String callId, int second, Object what) {
        return CallEvent.newBuilder()
                .setEventId(callId + second + what.getClass().getSimpleName())
                .setCallId(callId)
                .setSipCallId("sip-" + callId)
                .setGatewayId("g")
                .setAccount("bob")
                .setIdentity(Identity.DIGEST)
                .setDirection(Direction.OUTBOUND)
                .setCaller("sip:bob@example.org")
                .setCallee("sip:4930@example.org")
                .setDestination("4930123")
                .setSource("192.0.2.1:5060/udp")
                .setAt(AT.plusSeconds(second))
                .setEvent(what)
                .build();
    }

    public static Termination termination(
            String id, TerminationReason reason, @Nullable Instant at, String detail, @Nullable String verdictId) {
        return Termination.newBuilder()
                .setTerminationId(id)
                .setRevision(0)
                .setIssuedAt(AT)
                .setAccount("bob")
                .setAt(at)
                .setReason(reason)
                .setDetail(detail)
                .setVerdictId(verdictId)
                .build();
    }

    public static BlacklistEntry entry(String id, @Nullable String prefix, BlacklistReason reason) {
        return BlacklistEntry.newBuilder()
                .setEntryId(id)
                .setAccount("bob")
                .setDestinationPrefix(prefix)
                .setKind(EntryKind.DENY)
                .setReason(reason)
                .setDetail(reason == BlacklistReason.CHANNEL_LIMIT ? "" : "test")
                .setSource(reason == BlacklistReason.CHANNEL_LIMIT ? "tollgate" : "night shift")
                .setCreatedAt(AT)
                .build();
    }

    public static AccountState state(int channels, int limit) {
        return AccountState.newBuilder()
                .setAccount("bob")
                .setBalance(5)
                .setActiveChannels(channels)
                .setChannelLimit(limit)
                .setUpdatedAt(AT)
                .build();
    }

    public static CallRecord record(String callId, int endSecond, long cost, long uncollected) {
        return CallRecord.newBuilder()
                .setCallId(callId)
                .setSipCallId("sip-" + callId)
                .setGatewayId("g")
                .setAccount("bob")
                .setDirection(Direction.OUTBOUND)
                .setCaller("")
                .setCallee("")
                .setDestination("4930123")
                .setCurrency("EUR")
                .setAttemptedAt(AT)
                .setAnsweredAt(AT)
                .setEndedAt(AT.plusSeconds(endSecond))
                .setBilledSeconds(endSecond)
                .setCost(cost)
                .setUncollected(uncollected)
                .setCause(EndCause.CALLER)
                .build();
    }
}
