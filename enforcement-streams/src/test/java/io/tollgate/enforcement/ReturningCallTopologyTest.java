package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.CallAnswered;
import io.tollgate.CallRecord;
import io.tollgate.EndCause;
import io.tollgate.Termination;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A lost call that a gateway vouches for again is taken back. */
class ReturningCallTopologyTest extends Leases {
    @Test
    void shouldTakeACallBackWhenAGatewayThatWasCutOffVouchesForIt() {
        // Given
        var call = call("alice", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));
        records();

        // When
        gateway.beat().claim("alice", "c1", 1);
        var back = lastState();
        gateway.live(Duration.ofSeconds(60));
        call.end(EndCause.CALLER, null);

        // Then
        assertThat(back.getActiveChannels()).isEqualTo(1);
        assertThat(records())
                .extracting(CallRecord::getRevision, CallRecord::getCause, CallRecord::getCost)
                .containsExactly(tuple(1, EndCause.CALLER, 1_020_000L));
        assertThat(lastState().getBalance()).isEqualTo(8_980_000);
    }

    @Test
    void shouldCutACallThatComesBackWhenItsMoneyIsSpent() {
        // Given: all of the money goes while the call is lost
        call("alice", "c1");
        gateway.live(Duration.ofSeconds(10));
        silence(LEASE_AND_GRACE.plusSeconds(2));
        topUp("t2", -9_900_000);
        topology.values(Topics.TERMINATIONS, Termination.class);

        // When
        gateway.beat().claim("alice", "c1", 1);

        // Then
        assertThat(lastState().getBalance()).isZero();
        topology.pass(Duration.ofSeconds(1));
        new TestCall(topology, "alice", "c1").cut();
        assertThat(records()).extracting(CallRecord::getRevision).contains(1);
        assertThat(lastState().getBalance()).isZero();
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class))
                .extracting(Termination::getTerminationId)
                .contains("balance:c1");
    }

    @Test
    void shouldSetNothingAsideAgainWhenTheMoneyOfALostCallIsGone() {
        // Given a call that rang when it was lost, and all of the money taken since
        var call = new TestCall(topology, "alice", "c1").attempt();
        silence(LEASE_AND_GRACE.plusSeconds(2));
        topUp("t2", -10_000_000);

        // When
        gateway.beat().claim("alice", "c1", 1);
        var back = lastState();
        call.answer();

        // Then
        assertThat(back.getActiveChannels()).isEqualTo(1);
        assertThat(back.getBalance()).isZero();
        topology.pass(Duration.ofSeconds(1));
        call.cut();
        assertThat(records())
                .extracting(CallRecord::getRevision, CallRecord::getCost)
                .contains(tuple(1, 0L));
        assertThat(lastState().getBalance()).isZero();
    }

    @Test
    void shouldTakeItsCallsBackWhenAGatewayThatWasCutOffIsHeardAgain() {
        // Given
        var call = call("alice", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));
        records();

        // When
        gateway.live(Duration.ofSeconds(60));
        int live = channels();
        call.end(EndCause.CALLER, null);

        // Then
        assertThat(live).isEqualTo(1);
        assertThat(counted("tollgate.calls.reinstated")).isEqualTo(1);
        assertThat(records())
                .extracting(CallRecord::getRevision, CallRecord::getCause, CallRecord::getCost)
                .containsExactly(tuple(1, EndCause.CALLER, 1_020_000L));
    }

    @Test
    void shouldTakeCallsBackAFewAtATime() {
        // Given
        attempts(MOST_AT_ONCE + 1);
        silence(LEASE_AND_GRACE.plusSeconds(2));

        // When
        gateway.beat();
        topology.pass(TICK);
        double first = counted("tollgate.calls.reinstated");
        topology.pass(TICK);

        // Then
        assertThat(first).isEqualTo(MOST_AT_ONCE);
        assertThat(counted("tollgate.calls.reinstated")).isEqualTo(MOST_AT_ONCE + 1);
    }

    @Test
    void shouldTakeBackNoCallOfALifeThatIsOver() {
        // Given
        call("alice", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));

        // When
        new TestGateway(topology, "gw1", 2).live(Duration.ofSeconds(60));
        gateway.live(Duration.ofSeconds(60));

        // Then
        assertThat(counted("tollgate.calls.reinstated")).isZero();
        assertThat(channels()).isZero();
    }

    @Test
    void shouldLoseACallSoonWhenOneWhoIsLostHimselfVouchesForIt() {
        // Given two gateways that have been lost for long
        var other = new TestGateway(topology, "gw2", 1).beat();
        call("alice", "c1");
        silence(Duration.ofMinutes(8));
        records();

        // When
        other.claim("alice", "c1", 1);
        int live = channels();
        silence(Duration.ofSeconds(31));

        // Then
        assertThat(live).isEqualTo(1);
        assertThat(records()).extracting(CallRecord::getRevision).containsExactly(1);
    }

    @Test
    void shouldLoseACallSoonWhenItComesBackToAnOwnerWhoIsLost() {
        // Given a call that was lost with the one who had adopted it
        var other = new TestGateway(topology, "gw2", 1).beat();
        var call = new TestCall(topology, "alice", "c1").attempt();
        other.claim("alice", "c1", 1);
        var answer = call.event(new CallAnswered());
        gateway.live(Duration.ofMinutes(8));
        records();

        // When
        topology.send(Topics.CALL_EVENTS, "alice", answer);
        int live = channels();
        gateway.live(Duration.ofSeconds(31));

        // Then
        assertThat(live).isEqualTo(1);
        assertThat(records()).extracting(CallRecord::getRevision).containsExactly(1);
    }
}
