package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Everything comes again. */
class RetransmissionRacesTest extends Races {
    @Test
    void shouldAbsorbTheInviteThatComesAgain() {
        // Given
        call.invite();
        call.respond(180, "a");
        call.invite();
        call.respond(200, "a");

        // When
        call.invite();

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 180, 180, 200);
        assertThat(call.count(UPSTREAM, "INVITE")).isEqualTo(1);
    }

    @Test
    void shouldPassThe2xxAndTheAckAsOftenAsTheyCome() {
        // Given
        call.answered("a");

        // When
        call.respond(200, "a");
        call.ack("a");

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 180, 200, 200);
        assertThat(call.count(UPSTREAM, "ACK")).isEqualTo(2);
        assertThat(shard.told()).hasSize(3);
    }

    @Test
    void shouldRepeatTheFailureUntilItsAckComes() {
        // Given
        call.invite();
        call.respond(486, "a");
        shard.pass(Duration.ofMillis(1_600));
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 486, 486, 486);

        // When
        call.ackFailure();

        // Then
        shard.pass(Duration.ofSeconds(40));
        assertThat(call.statuses(CALLER, "INVITE")).hasSize(4);
        call.respond(486, "a");
        assertThat(call.count(UPSTREAM, "ACK")).isEqualTo(1);
    }

    @Test
    void shouldGiveUpOnAnAckThatNeverComes() {
        // Given
        call.invite();
        call.respond(486, "a");

        // When
        shard.pass(Duration.ofSeconds(32).plus(A_MOMENT));

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).hasSize(12);
        assertThat(shard.transactions()).isZero();
    }

    @Test
    void shouldDropTheAckOfNoDialog() {
        // When
        call.invite();
        call.respond(180, "a");
        shard.receive(CALLER, call.fromCaller("ACK", "invented", 1));

        // Then
        assertThat(call.count(UPSTREAM, "ACK")).isZero();
        assertThat(shard.counters.strayRequests()).isEqualTo(1);
    }
}
