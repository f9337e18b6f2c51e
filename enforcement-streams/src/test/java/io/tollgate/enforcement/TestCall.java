package io.tollgate.enforcement;

import io.tollgate.CallAnswered;
import io.tollgate.CallAttempted;
import io.tollgate.CallEnded;
import io.tollgate.CallEvent;
import io.tollgate.CallRefused;
import io.tollgate.CallRinging;
import io.tollgate.Direction;
import io.tollgate.EndCause;
import io.tollgate.Identity;
import io.tollgate.RefusalReason;
import io.tollgate.TerminationReason;
import io.tollgate.schemas.topic.Topics;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One call as a gateway tells of it, event by event. */
final class TestCall {

    private final TestTopology topology;
    private final String account;
    private final String callId;
    private Identity identity = Identity.TRUNK;
    private Direction direction = Direction.OUTBOUND;
    private String destination = "493012345";
    private int sequence;

    TestCall(TestTopology topology, String account, String callId) {
        this.topology = topology;
        this.account = account;
        this.callId = callId;
    }

    TestCall by(Identity proof) {
        identity = proof;
        return this;
    }

    TestCall inbound() {
        direction = Direction.INBOUND;
        return by(Identity.UPSTREAM);
    }

    TestCall to(String number) {
        destination = number;
        return this;
    }

    TestCall attempt() {
        return send(new CallAttempted(null));
    }

    TestCall ring() {
        return send(new CallRinging());
    }

    TestCall answer() {
        return send(new CallAnswered());
    }

    TestCall end(EndCause cause, @Nullable Integer sipStatus) {
        return send(new CallEnded(cause, sipStatus, null, null));
    }

    /** Its gateway's own timer has ended it. */
    TestCall cut() {
        return send(new CallEnded(EndCause.TERMINATED, null, "balance:" + callId, TerminationReason.BALANCE_EXHAUSTED));
    }

    TestCall refuse(RefusalReason reason) {
        return send(new CallRefused(486, reason, null));
    }

    CallEvent event(Object what) {
        return CallEvent.newBuilder()
                .setEventId(callId + "-" + sequence)
                .setCallId(callId)
                .setSequence(sequence)
                .setSipCallId("sip-" + callId)
                .setGatewayId("gw1")
                .setGatewayEpoch(1)
                .setAccount(account)
                .setIdentity(identity)
                .setDirection(direction)
                .setCaller("sip:" + account + "@example.org")
                .setCallee("sip:" + destination + "@example.org")
                .setDestination(destination)
                .setSource("192.0.2.1:5060/udp")
                .setAt(topology.now())
                .setEvent(what)
                .build();
    }

    /** An event of a call by itself. */
    static CallEvent event(String account, String callId, Instant at, Object what) {
        return CallEvent.newBuilder()
                .setEventId(callId)
                .setCallId(callId)
                .setSequence(0)
                .setSipCallId("sip-1")
                .setGatewayId("gw1")
                .setAccount(account)
                .setIdentity(Identity.TRUNK)
                .setDirection(Direction.OUTBOUND)
                .setCaller("sip:bob@example.org")
                .setCallee("sip:493012345@example.org")
                .setDestination("493012345")
                .setSource("192.0.2.1:5060/udp")
                .setAt(at)
                .setEvent(what)
                .build();
    }

    TestCall send(Object what) {
        topology.send(Topics.CALL_EVENTS, account, event(what));
        sequence++;
        return this;
    }
}
