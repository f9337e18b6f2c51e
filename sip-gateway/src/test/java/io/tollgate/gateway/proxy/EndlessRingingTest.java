package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What rings for ever. */
class EndlessRingingTest extends Races {
    @Test
    void shouldCancelWhatRingsLongerThanTimerC() {
        // Given
        call.invite();
        call.respond(180, "a");
        shard.pass(Duration.ofSeconds(150));
        call.respond(180, "a");

        // When
        shard.pass(Duration.ofSeconds(199));
        assertThat(call.count(UPSTREAM, "CANCEL")).isZero();
        shard.pass(Duration.ofSeconds(2));

        // Then
        assertThat(call.count(UPSTREAM, "CANCEL")).isPositive();
        shard.pass(Duration.ofSeconds(33));
        assertThat(call.statuses(CALLER, "INVITE")).contains(408);
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.FAILED, 408));
    }

    @Test
    void shouldCancelEarlyMediaThatNeverEnds() {
        // Given
        call.invite();
        for (int minute = 0; minute < 30; minute++) {
            call.respond(183, "a");
            assertThat(call.count(UPSTREAM, "CANCEL")).isZero();
            shard.pass(Duration.ofMinutes(1));
        }

        // Then
        assertThat(call.count(UPSTREAM, "CANCEL")).isPositive();
        call.respond(487, "a");
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.FAILED, 487));
    }
}
