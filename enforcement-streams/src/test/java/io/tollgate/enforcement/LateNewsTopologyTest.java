package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.CallAnswered;
import io.tollgate.CallAttempted;
import io.tollgate.CallEnded;
import io.tollgate.CallRecord;
import io.tollgate.EndCause;
import io.tollgate.enforcement.store.Stores;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is heard of a lost call afterwards corrects its record, once. */
class LateNewsTopologyTest extends Leases {
    @Test
    void shouldCorrectTheRecordWhenTheEndOfALostCallComesLate() {
        // Given
        var call = call("alice", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));
        var lost = records();

        // When
        call.end(EndCause.CALLEE, null);
        var corrected = records();
        call.end(EndCause.CALLEE, null);

        // Then
        assertThat(lost)
                .extracting(CallRecord::getRevision, CallRecord::getCause, CallRecord::getCost)
                .containsExactly(tuple(0, EndCause.LOST, 0L));
        assertThat(corrected)
                .extracting(CallRecord::getRevision, CallRecord::getCause, CallRecord::getCost, CallRecord::getEndedAt)
                .containsExactly(tuple(1, EndCause.CALLEE, 420_000L, at(43)));
        assertThat(records()).isEmpty();
        var state = lastState();
        assertThat(state.getBalance()).isEqualTo(9_580_000);
        assertThat(state.getActiveChannels()).isZero();
        assertThat(counted("tollgate.calls.reinstated")).isEqualTo(1);
    }

    @Test
    void shouldRecordNothingAnewWhenWhatWasKnownOfALostCallComesAgain() {
        // Given
        var call = new TestCall(topology, "alice", "c1");
        var attempted = call.event(new CallAttempted(null));
        var answered = call.event(new CallAnswered());
        topology.send(Topics.CALL_EVENTS, "alice", attempted);
        topology.send(Topics.CALL_EVENTS, "alice", answered);
        silence(LEASE_AND_GRACE.plusSeconds(2));
        records();

        // When
        topology.send(Topics.CALL_EVENTS, "alice", attempted);
        topology.send(Topics.CALL_EVENTS, "alice", answered);
        silence(Duration.ofMinutes(2));

        // Then
        assertThat(records()).isEmpty();
        assertThat(lastState().getActiveChannels()).isZero();
        assertThat(counted("tollgate.calls.reinstated")).isZero();
    }

    @Test
    void shouldLoseACallOnceMoreWhenItsAnswerComesLate() {
        // Given
        var call = new TestCall(topology, "alice", "c1").attempt();
        var answer = call.event(new CallAnswered());
        gateway.live(Duration.ofSeconds(9));
        silence(LEASE_AND_GRACE.plusSeconds(2));
        var lost = records();

        // When
        topology.send(Topics.CALL_EVENTS, "alice", answer);
        boolean live = lastState().getActiveChannels() == 1;
        silence(Duration.ofSeconds(31));

        // Then
        assertThat(lost).extracting(CallRecord::getAnsweredAt).containsOnlyNulls();
        assertThat(live).isTrue();
        assertThat(records())
                .extracting(CallRecord::getRevision, CallRecord::getAnsweredAt, CallRecord::getCost)
                .containsExactly(tuple(1, at(1), 90_000L));
        assertThat(lastState().getActiveChannels()).isZero();
    }

    @Test
    void shouldForgetALostCallAfterAWeek() {
        // Given
        call("alice", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));
        int remembered = kept(Stores.LOST_CALLS);

        // When
        topology.pass(Duration.ofDays(7));

        // Then
        assertThat(remembered).isEqualTo(1);
        assertThat(kept(Stores.LOST_CALLS)).isZero();
    }

    @Test
    void shouldCorrectALostCallForAsLongAsItsEventsAreKept() {
        // Given
        var call = call("alice", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));
        records();

        // When
        topology.pass(Topics.CALL_EVENTS.retention().minusSeconds(3));
        call.end(EndCause.CALLER, null);

        // Then
        assertThat(records()).extracting(CallRecord::getRevision).containsExactly(1);
    }

    @Test
    void shouldRecordNothingAnewWhenTheEndOfALostCallComesAfterItIsForgotten() {
        // Given
        var end = call("alice", "c1").event(new CallEnded(EndCause.CALLER, null, null, null));
        silence(LEASE_AND_GRACE.plusSeconds(2));
        records();
        topology.pass(Topics.CALL_EVENTS.retention());

        // When
        topology.send(Topics.CALL_EVENTS, "alice", end);

        // Then
        assertThat(records()).isEmpty();
        assertThat(topology.meters
                        .get("tollgate.call.events")
                        .tag("outcome", "late")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldRecordNothingAnewWhenAnEventOfAFastClockComesAgain() {
        // Given
        var attempted = new TestCall(topology, "alice", "c1").event(new CallAttempted(null));
        attempted.setAt(topology.now().plusSeconds(60));
        topology.send(Topics.CALL_EVENTS, "alice", attempted);
        silence(LEASE_AND_GRACE.plusSeconds(2));
        records();

        // When
        topology.send(Topics.CALL_EVENTS, "alice", attempted);

        // Then
        assertThat(counted("tollgate.calls.reinstated")).isZero();
        assertThat(channels()).isZero();
    }

    @Test
    void shouldRecordTheEndOfACallThatWasRefusedAndLostForTheFirstTime() {
        // Given
        limit("bob", 0, true);
        var call = new TestCall(topology, "bob", "c1").attempt();
        silence(LEASE_AND_GRACE.plusSeconds(2));

        // When
        call.end(EndCause.CANCELLED, 487);

        // Then
        assertThat(records())
                .extracting(CallRecord::getRevision, CallRecord::getCause)
                .containsExactly(tuple(0, EndCause.CANCELLED));
    }
}
