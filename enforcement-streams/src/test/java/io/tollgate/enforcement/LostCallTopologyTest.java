package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.CallAttempted;
import io.tollgate.CallRecord;
import io.tollgate.EndCause;
import io.tollgate.Identity;
import io.tollgate.enforcement.store.Stores;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A call is lost when its gateway is silent for its lease and a grace, and nobody has adopted it. */
class LostCallTopologyTest extends Leases {
    @Test
    void shouldKeepACallWhileItsGatewaySpeaks() {
        // Given
        call("alice", "c1");

        // When
        gateway.live(Duration.ofMinutes(10));

        // Then
        assertThat(records()).isEmpty();
        assertThat(channels()).isEqualTo(1);
    }

    @Test
    void shouldChargeAsBeforeThroughLeaseAndGraceWhenAGatewayIsSilent() {
        // Given
        call("alice", "c1");

        // When
        silence(LEASE_AND_GRACE.minusSeconds(2));

        // Then
        assertThat(silentGateways()).isEqualTo(1);
        assertThat(records()).isEmpty();
        assertThat(channels()).isEqualTo(1);
    }

    @Test
    void shouldEndACallAtTheLastHeartbeatWhenNobodyAdoptsIt() {
        // Given
        call("alice", "c1");
        gateway.live(Duration.ofSeconds(20));
        lastState();

        // When
        silence(LEASE_AND_GRACE.plusSeconds(1));

        // Then
        var record = records().get(0);
        assertThat(record.getCause()).isEqualTo(EndCause.LOST);
        assertThat(record.getSipStatus()).isNull();
        assertThat(record.getRevision()).isZero();
        assertThat(record.getAnsweredAt()).isEqualTo(at(1));
        assertThat(record.getEndedAt()).isEqualTo(at(21));
        assertThat(record.getBilledSeconds()).isEqualTo(20);
        assertThat(record.getCost()).isEqualTo(200_000);
        assertThat(record.getUncollected()).isZero();
        var state = lastState();
        assertThat(state.getActiveChannels()).isZero();
        assertThat(state.getBalance()).isEqualTo(9_800_000);
        assertThat(counted("tollgate.calls.lost")).isEqualTo(1);
    }

    @Test
    void shouldGiveBackWhatWasDrawnBeyondTheLastHeartbeat() {
        // Given another call's events that move the account's time on
        call("alice", "c1");
        var other = new TestGateway(topology, "gw2", 1).beat();
        for (int second = 0; second < 30; second++) {
            topology.pass(Duration.ofSeconds(1));
            other.beat();
        }
        var second = call("alice", "c2");
        other.claim("alice", "c2", 1);
        var drawn = lastState().getBalance();

        // When
        other.live(Duration.ofSeconds(12));
        second.end(EndCause.CALLER, null);

        // Then: 30 s of the first were drawn, and one second of it was vouched for
        assertThat(drawn).isEqualTo(10_000_000 - 300_000);
        assertThat(records())
                .extracting(CallRecord::getCallId, CallRecord::getCost, CallRecord::getEndedAt)
                .containsExactly(tuple("c1", 0L, at(1)), tuple("c2", 120_000L, at(43)));
        assertThat(lastState().getBalance()).isEqualTo(9_880_000);
    }

    @Test
    void shouldWaitForNoLeaseWhenAGatewayHasStopped() {
        // Given
        call("alice", "c1");
        gateway.live(Duration.ofSeconds(5)).stop();

        // When
        silence(Duration.ofSeconds(29));
        boolean kept = records().isEmpty();
        silence(Duration.ofSeconds(2));

        // Then
        assertThat(kept).isTrue();
        assertThat(records()).extracting(CallRecord::getEndedAt).containsExactly(at(6));
        assertThat(silentGateways()).isZero();
    }

    @Test
    void shouldLoseCallsThatTheNextLifeOfAGatewayDoesNotTakeUp() {
        // Given
        call("alice", "c1");
        call("alice", "c2");
        gateway.live(Duration.ofSeconds(5));
        var next = new TestGateway(topology, "gw1", 2).beat();

        // When
        next.claim("alice", "c2", 1);
        next.live(Duration.ofSeconds(35));

        // Then
        assertThat(records())
                .extracting(CallRecord::getCallId, CallRecord::getEndedAt)
                .containsExactly(tuple("c1", at(6)));
        assertThat(lastState().getActiveChannels()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheCallsOfAFormerLifeWhileTheNextOneStarts() {
        // Given
        call("alice", "c1");
        var next = new TestGateway(topology, "gw1", 2);

        // When
        for (int second = 0; second < 120; second++) {
            topology.pass(Duration.ofSeconds(1));
            next.start();
        }
        boolean kept = records().isEmpty();
        next.beat().live(Duration.ofSeconds(30));
        boolean keptThroughGrace = records().isEmpty();
        next.live(Duration.ofSeconds(1));

        // Then
        assertThat(kept).isTrue();
        assertThat(keptThroughGrace).isTrue();
        assertThat(records()).extracting(CallRecord::getCallId).containsExactly("c1");
    }

    @Test
    void shouldCloseCallsThatHoldNoChannelToo() {
        // Given
        new TestCall(topology, "alice", "in").inbound().attempt().answer();
        new TestCall(topology, "alice", "sos").to("112").attempt().answer();
        new TestCall(topology, "alice", "claimed").by(Identity.CLAIMED).attempt();

        // When
        silence(LEASE_AND_GRACE.plusSeconds(1));

        // Then
        assertThat(records())
                .extracting(CallRecord::getCallId, CallRecord::getCause, CallRecord::getCost)
                .containsExactlyInAnyOrder(tuple("in", EndCause.LOST, 0L), tuple("sos", EndCause.LOST, 0L));
        assertThat(kept(Stores.CALLS)).isZero();
    }

    @Test
    void shouldFindCallsThatAreHeardOfAfterTheirGatewayIsLost() {
        // Given
        silence(LEASE_AND_GRACE.plusMinutes(10));

        // When
        call("alice", "late");
        silence(Duration.ofSeconds(32));

        // Then
        assertThat(records()).extracting(CallRecord::getCallId).containsExactly("late");
    }

    @Test
    void shouldLoseACallOfAGatewayThatWasNeverHeardOf() {
        // Given
        var event = new TestCall(topology, "alice", "c1").event(new CallAttempted(null));
        event.setGatewayId("gw9");
        topology.send(Topics.CALL_EVENTS, "alice", event);

        // When
        silence(Duration.ofMinutes(7));

        // Then
        assertThat(records())
                .extracting(CallRecord::getCause, CallRecord::getEndedAt)
                .containsExactly(tuple(EndCause.LOST, at(1)));
    }

    @Test
    void shouldRecordNothingOfACallThatWasRefusedItsAdmission() {
        // Given
        limit("bob", 0, true);
        new TestCall(topology, "bob", "c1").attempt();

        // When
        silence(LEASE_AND_GRACE.plusSeconds(2));

        // Then
        assertThat(counted("tollgate.calls.lost")).isEqualTo(1);
        assertThat(records()).isEmpty();
    }

    private double silentGateways() {
        return topology.meters.get("tollgate.gateways.silent").gauge().value();
    }
}
