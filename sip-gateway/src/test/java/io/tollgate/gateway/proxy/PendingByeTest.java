package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A party has said BYE and has no answer yet when an order or the answer of its own INVITE comes. */
class PendingByeTest extends Races {
    @ParameterizedTest
    @EnumSource(names = {"CALLER", "CALLEE"})
    void shouldTellThatAPartyHadHungUpWhenAnOrderComesBeforeTheOtherAnswersTheBye(EndCause by) {
        // Given
        call.answered("a");
        shard.pass(Duration.ofSeconds(1));
        Instant hungUp = shard.instant();
        if (by == EndCause.CALLER) {
            call.caller("BYE", "a");
        } else {
            call.callee("BYE", "a");
        }
        shard.pass(Duration.ofSeconds(5));

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(ends()).containsExactly(Happening.Ended.by(by, null));
        assertThat(endedAt()).isEqualTo(hungUp);
        assertThat(own(CALLER, "BYE")).isEqualTo(1);
        assertThat(own(UPSTREAM, "BYE")).isEqualTo(1);
        assertThat(call.got(CALLER, "BYE").header(HeaderName.REASON)).contains("text=\"t\"");

        // And
        shard.pass(Duration.ofSeconds(40));
        assertThat(ends()).hasSize(1);
        assertThat(closed(Leg.CALLER)).isEmpty();
        assertThat(own(by == EndCause.CALLER ? UPSTREAM : CALLER, "BYE")).isEqualTo(11);
    }

    @Test
    void shouldObeyAnOrderThatComesAfterAByeWasChallenged() {
        // Given
        call.answered("a");
        call.caller("BYE", "a");
        call.reply(UPSTREAM, "BYE", 407);

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(ends()).extracting(end -> ((Happening.Ended) end).cause()).containsExactly(EndCause.TERMINATED);
    }

    @Test
    void shouldObeyAnOrderWhereAByeWithSwappedTagsComesBackToItsSender() {
        // Given
        call.answered("a");
        shard.receive(CALLER, call.fromCallee("BYE", "a", ++call.calleeCseq));
        shard.pass(Duration.ofSeconds(5));

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(ends()).extracting(end -> ((Happening.Ended) end).cause()).containsExactly(EndCause.TERMINATED);
        assertThat(endedAt()).isEqualTo(shard.instant());
    }

    @Test
    void shouldObeyAnOrderForACallOfWhichOnlyAForkIsHungUp() {
        // Given
        call.answered("a");
        call.respond(200, "b");
        call.ack("b");
        call.caller("BYE", "a");
        shard.pass(Duration.ofSeconds(1));

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(ends()).extracting(end -> ((Happening.Ended) end).cause()).containsExactly(EndCause.TERMINATED);
    }

    @Test
    void shouldObeyAnOrderWhereTheByeWasOfTheEarlyDialog() {
        // Given
        call.invite();
        call.respond(180, "a");
        call.caller("BYE", "a");
        shard.pass(A_MOMENT);
        call.respond(200, "a");
        call.ack("a");
        shard.pass(A_MOMENT);

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(ends()).extracting(end -> ((Happening.Ended) end).cause()).containsExactly(EndCause.TERMINATED);
    }

    @Test
    void shouldTellNoEndBeforeTheAnswer() {
        // Given
        shard.account(true, false, null);
        call.invite();
        call.respond(200, "a");
        call.callee("BYE", "a");
        shard.pass(A_MOMENT);

        // When
        shard.decide(shard.events.get(0).call().callId(), true);
        call.reply(CALLER, "BYE", 200);

        // Then
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.CALLEE, null));
        assertThat(endedAt()).isEqualTo(shard.instant());
    }

    private Instant endedAt() {
        return shard.events.stream()
                .filter(event -> event.happening() instanceof Happening.Ended)
                .findFirst()
                .orElseThrow()
                .at();
    }

    private int own(Flow side, String method) {
        return shard.sent(side, sent -> sent.request(method) && sent.own()).size();
    }
}
