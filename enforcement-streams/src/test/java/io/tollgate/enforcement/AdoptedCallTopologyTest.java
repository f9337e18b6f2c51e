package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.CallRecord;
import io.tollgate.EndCause;
import io.tollgate.Termination;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call that another gateway vouches for is that one's. */
class AdoptedCallTopologyTest extends Leases {
    @Test
    void shouldKeepACallItsChannelAndItsChargingWhenItIsAdopted() {
        // Given
        var call = call("alice", "c1");
        silence(Duration.ofSeconds(30));
        var other = new TestGateway(topology, "gw2", 7).beat();

        // When
        other.claim("alice", "c1", 1);
        other.live(Duration.ofSeconds(60));
        boolean kept = records().isEmpty();
        call.end(EndCause.CALLER, null);

        // Then
        assertThat(kept).isTrue();
        assertThat(counted("tollgate.calls.moved")).isEqualTo(1);
        assertThat(records())
                .extracting(
                        CallRecord::getCause, CallRecord::getCost, CallRecord::getRevision, CallRecord::getGatewayId)
                .containsExactly(tuple(EndCause.CALLER, 900_000L, 0, "gw1"));
        assertThat(lastState().getActiveChannels()).isZero();
    }

    /** The Admission may have come to a gateway that died before it could pass it on. */
    @Test
    void shouldTellTheAdopterUntilWhenACallIsPaid() {
        // Given
        call("alice", "c1");
        var other = new TestGateway(topology, "gw2", 7).beat();

        // When
        other.claim("alice", "c1", 1);
        other.claim("alice", "c1", 1);
        gateway.claim("alice", "c1", 0);

        // Then
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class))
                .extracting(Termination::getTerminationId, Termination::getRevision, Termination::getAt)
                .containsExactly(tuple("balance:c1", 1L, at(1 + 1_000)));
    }

    @Test
    void shouldTellTheAdopterUntilWhenALostCallIsPaid() {
        // Given
        call("alice", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(5));

        // When
        new TestGateway(topology, "gw1", 2).beat().claim("alice", "c1", 1);

        // Then
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class))
                .extracting(Termination::getTerminationId, Termination::getAt)
                .containsExactly(tuple("balance:c1", at(1 + 1_000)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellTheAdopterWhoVouchedBeforeTheAnswerWasRead(boolean isBeforeTheAttempt) {
        // Given
        var other = new TestGateway(topology, "gw2", 7).beat();
        var call = new TestCall(topology, "alice", "c1");
        if (isBeforeTheAttempt) {
            other.claim("alice", "c1", 1);
            call.attempt();
        } else {
            call.attempt();
            other.claim("alice", "c1", 1);
        }

        // When
        call.answer();

        // Then
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class))
                .extracting(Termination::getTerminationId, Termination::getAt)
                .containsExactly(tuple("balance:c1", at(1 + 1_000)));
    }

    @Test
    void shouldTellTheAdopterNothingOfACallThatNobodyPaysFor() {
        // Given
        limit("bob", 5, false);
        call("bob", "c2");

        // When
        new TestGateway(topology, "gw2", 7).beat().claim("bob", "c2", 1);

        // Then
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class)).isEmpty();
    }

    @Test
    void shouldLoseAnAdoptedCallAtTheAdoptersLastHeartbeat() {
        // Given
        call("alice", "c1");
        silence(Duration.ofSeconds(20));
        var other = new TestGateway(topology, "gw2", 7).beat();
        other.claim("alice", "c1", 1);
        other.live(Duration.ofSeconds(10));

        // When
        silence(LEASE_AND_GRACE.plusSeconds(1));

        // Then
        assertThat(records())
                .extracting(CallRecord::getCause, CallRecord::getEndedAt)
                .containsExactly(tuple(EndCause.LOST, at(31)));
    }

    @Test
    void shouldNotLetACallGoBackToOneWhoHadItBefore() {
        // Given
        call("alice", "c1");
        var second = new TestGateway(topology, "gw2", 1).beat();
        var third = new TestGateway(topology, "gw3", 1).beat();
        third.claim("alice", "c1", 2);

        // When
        second.claim("alice", "c1", 1);
        gateway.claim("alice", "c1", 0);
        gateway.drop("c1");
        second.drop("c1");
        for (int beat = 0; beat < 45; beat++) {
            topology.pass(Duration.ofSeconds(1));
            gateway.beat();
            second.beat();
        }

        // Then: only the third had it, and it is silent
        assertThat(records()).extracting(CallRecord::getCause).containsExactly(EndCause.LOST);
        assertThat(topology.rejected()).isEmpty();
    }

    @Test
    void shouldLeaveACallToTheOneWhoVouchedBeforeItWasHeardOf() {
        // Given
        var other = new TestGateway(topology, "gw2", 1).beat();
        other.claim("alice", "c1", 1);
        call("alice", "c1");

        // When
        other.live(Duration.ofMinutes(2));

        // Then
        assertThat(records()).isEmpty();
        assertThat(channels()).isEqualTo(1);
    }
}
