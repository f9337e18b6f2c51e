package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.Leg;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A leg refuses our BYE. */
class RefusedByeTest extends Races {
    @Test
    void shouldTryMuchHigherWhenTheNumberWasTooLow() {
        // Given
        call.answered("a");
        shard.terminate("t", call.callId);
        long first = call.got(UPSTREAM, "BYE").cseq();

        // When
        call.reply(UPSTREAM, "BYE", 500);

        // Then
        assertThat(call.got(UPSTREAM, "BYE").cseq()).isGreaterThan(first + 999);
        call.reply(UPSTREAM, "BYE", 200);
        assertThat(closed(Leg.CALLEE)).containsExactly(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 503, 603})
    void shouldTryThriceAndThenTellTheTruth(int status) {
        // Given
        call.answered("a");
        shard.terminate("t", call.callId);
        call.reply(CALLER, "BYE", 200);

        // When
        call.reply(UPSTREAM, "BYE", status);
        call.reply(UPSTREAM, "BYE", status);
        assertThat(closed(Leg.CALLEE)).isEmpty();
        shard.pass(Duration.ofSeconds(3));
        call.reply(UPSTREAM, "BYE", status);

        // Then
        assertThat(closed(Leg.CALLEE)).containsExactly(status);
        assertThat(shard.counters.unclosed()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 407})
    void shouldTellAChallengeAtOnceAndKeepAsking(int status) {
        // Given
        call.answered("a");
        shard.terminate("t", call.callId);
        call.reply(CALLER, "BYE", 200);

        // When
        call.reply(UPSTREAM, "BYE", status);

        // Then
        assertThat(closed(Leg.CALLEE)).containsExactly(status);
        assertThat(call.count(UPSTREAM, "BYE")).isEqualTo(1);
        shard.pass(Duration.ofSeconds(121));
        call.callee("INVITE", "a");
        assertThat(call.statuses(UPSTREAM, "INVITE")).containsExactly(481);
        assertThat(call.count(UPSTREAM, "BYE")).isGreaterThan(1);
        call.reply(UPSTREAM, "BYE", 200);
        int sent = call.count(UPSTREAM, "BYE");
        shard.pass(Duration.ofMinutes(10));
        assertThat(call.count(UPSTREAM, "BYE")).isEqualTo(sent);
    }

    @Test
    void shouldKeepAskingWhenTheOtherPartyIsNotThereAnyMore() {
        // Given
        call.answered("a");
        shard.pass(Limits.DEFAULTS.ping());
        call.reply(CALLER, "OPTIONS", 481);
        assertThat(shard.liveCalls()).isZero();

        // When
        call.reply(UPSTREAM, "BYE", 401);

        // Then
        shard.pass(Duration.ofSeconds(121));
        call.callee("INVITE", "a");
        assertThat(call.statuses(UPSTREAM, "INVITE")).containsExactly(481);
        assertThat(call.count(UPSTREAM, "BYE")).isGreaterThan(1);
        call.reply(UPSTREAM, "BYE", 200);
    }

    @ParameterizedTest
    @ValueSource(ints = {481, 408})
    void shouldTakeALegForClosedThatKnowsNoCall(int status) {
        // Given
        call.answered("a");
        shard.terminate("t", call.callId);

        // When
        call.reply(UPSTREAM, "BYE", status);

        // Then
        assertThat(closed(Leg.CALLEE)).containsExactly(status);
        assertThat(call.count(UPSTREAM, "BYE")).isEqualTo(1);
        assertThat(shard.counters.unclosed()).isZero();
    }
}
