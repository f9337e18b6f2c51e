package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.CallAttempted;
import io.tollgate.EndCause;
import io.tollgate.Termination;
import io.tollgate.TerminationReason;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A lost call that comes back may find its account's channels taken. */
class ReturnLimitTopologyTest extends Leases {
    @Test
    void shouldEndTheCallThatWasProvenLastWhenOneComesBackOverTheLimit() {
        // Given an account of one channel that is held by another call now
        limit("bob", 1, false);
        call("bob", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));
        call("bob", "c2");
        topology.values(Topics.TERMINATIONS, Termination.class);

        // When
        gateway.beat().claim("bob", "c1", 1);

        // Then
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class))
                .extracting(Termination::getCallId, Termination::getReason)
                .containsExactly(tuple("c2", TerminationReason.CHANNEL_LIMIT));
        assertThat(channels()).isEqualTo(1);
    }

    @Test
    void shouldEndTheCallThatComesBackOverTheLimitWhenItWasProvenLast() {
        // Given
        limit("bob", 1, false);
        var earlier = new TestCall(topology, "bob", "c2").event(new CallAttempted(null));
        topology.pass(Duration.ofSeconds(1));
        call("bob", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));
        topology.send(Topics.CALL_EVENTS, "bob", earlier);
        topology.values(Topics.TERMINATIONS, Termination.class);

        // When
        gateway.beat().claim("bob", "c1", 1);

        // Then
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class))
                .extracting(Termination::getCallId)
                .containsExactly("c1");
        assertThat(channels()).isEqualTo(1);
    }

    @Test
    void shouldEndNobodyWhenACallComesBackWithinTheLimit() {
        // Given
        limit("bob", 2, false);
        call("bob", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));
        call("bob", "c2");

        // When
        gateway.beat().claim("bob", "c1", 1);

        // Then
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class)).isEmpty();
        assertThat(channels()).isEqualTo(2);
    }

    @Test
    void shouldEndNobodyWhenTheEndOfALostCallComesLate() {
        // Given
        limit("bob", 1, false);
        var call = call("bob", "c1");
        silence(LEASE_AND_GRACE.plusSeconds(2));
        call("bob", "c2");

        // When
        call.end(EndCause.CALLER, null);

        // Then
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class)).isEmpty();
        assertThat(channels()).isEqualTo(1);
    }

    @Test
    void shouldEndNobodyOfAStrictAccountWhenACallComesBack() {
        // Given
        limit("bob", 1, true);
        new TestCall(topology, "bob", "c1").attempt().answer();
        silence(LEASE_AND_GRACE.plusSeconds(2));
        new TestCall(topology, "bob", "c2").attempt().answer();

        // When
        gateway.beat().claim("bob", "c1", 1);

        // Then
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class)).isEmpty();
        assertThat(channels()).isEqualTo(2);
    }
}
