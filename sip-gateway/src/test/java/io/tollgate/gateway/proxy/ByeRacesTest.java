package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** BYE crosses another, is refused, lost or late. */
class ByeRacesTest extends Races {
    @Test
    void shouldEndOnceWhenByesCross() {
        // Given
        call.answered("a");
        call.caller("BYE", "a");
        SipMessage fromCaller = call.got(UPSTREAM, "BYE");

        // When
        call.callee("BYE", "a");
        call.reply(CALLER, "BYE", 200);
        call.reply(UPSTREAM, fromCaller, 481);

        // Then
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.CALLEE, null));
        assertThat(call.statuses(CALLER, "BYE")).containsExactly(481);
        assertThat(call.statuses(UPSTREAM, "BYE")).containsExactly(200);
    }

    @Test
    void shouldAnswerTheByeThatCrossesOurs() {
        // Given
        call.answered("a");
        shard.terminate("t", call.callId);

        // When
        call.caller("BYE", "a");
        call.reply(CALLER, "BYE", 481);
        call.reply(UPSTREAM, "BYE", 200);

        // Then
        assertThat(call.statuses(CALLER, "BYE")).containsExactly(200);
        assertThat(call.count(UPSTREAM, "BYE")).isEqualTo(1);
        assertThat(closed(Leg.CALLER)).containsExactly(481);
        assertThat(closed(Leg.CALLEE)).containsExactly(200);
        assertThat(ends()).hasSize(1);
    }

    @Test
    void shouldNotCountAByeAsAnEndWhenItIsChallenged() {
        // Given
        call.answered("a");
        call.caller("BYE", "a");

        // When
        call.reply(UPSTREAM, "BYE", 407);

        // Then
        assertThat(ends()).isEmpty();
        call.caller("BYE", "a", "Proxy-Authorization: Digest username=\"alice\"");
        call.reply(UPSTREAM, "BYE", 200);
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.CALLER, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 420, 483, 500, 503})
    void shouldEndTheOtherPartyItselfWhenItRefusesTheBye(int status) {
        // Given
        call.answered("a");
        call.caller("INFO", "a");
        call.reply(UPSTREAM, "INFO", 200);

        // When
        shard.receive(CALLER, call.fromCaller("BYE", "a", 1));
        call.reply(UPSTREAM, "BYE", status);

        // Then
        SipMessage ours = call.got(UPSTREAM, "BYE");
        assertThat(ours.elements(HeaderName.VIA)).hasSize(1);
        assertThat(ours.cseq()).isGreaterThan(call.callerCseq);
        assertThat(call.statuses(CALLER, "BYE")).containsExactly(status);
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.CALLER, null));
        call.reply(UPSTREAM, "BYE", 200);
        assertThat(call.count(UPSTREAM, "BYE")).isEqualTo(2);
    }

    @Test
    void shouldEndTheOtherPartyItselfWhenNobodyAnswersTheBye() {
        // Given
        call.answered("a");
        call.callee("BYE", "a");

        // When
        shard.pass(Duration.ofSeconds(33));

        // Then
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.CALLEE, null));
        assertThat(call.got(CALLER, "BYE").elements(HeaderName.VIA)).hasSize(1);
    }

    @Test
    void shouldRepeatAByeThatIsLost() {
        // Given
        call.answered("a");
        shard.terminate("t", call.callId);

        // When
        shard.pass(Duration.ofMillis(1_600));

        // Then
        assertThat(call.count(UPSTREAM, "BYE")).isEqualTo(3);
        call.reply(UPSTREAM, "BYE", 200);
        shard.pass(Duration.ofSeconds(40));
        assertThat(call.count(UPSTREAM, "BYE")).isEqualTo(3);
        assertThat(closed(Leg.CALLEE)).containsExactly(200);
        assertThat(closed(Leg.CALLER)).containsExactly((Integer) null);
    }

    @Test
    void shouldAnswerARepeatedByeAsBefore() {
        // Given
        call.answered("a");
        byte[] bye = call.fromCaller("BYE", "a", ++call.callerCseq);
        shard.receive(CALLER, bye);
        call.reply(UPSTREAM, "BYE", 200);

        // When
        shard.receive(CALLER, bye);

        // Then
        assertThat(call.statuses(CALLER, "BYE")).containsExactly(200, 200);
        assertThat(call.count(UPSTREAM, "BYE")).isEqualTo(1);
    }

    @Test
    void shouldTellWhoHungUpWhenAPingFindsThatHeHasLeft() {
        // Given
        call.answered("a");
        while (call.count(UPSTREAM, "OPTIONS") == 0) {
            shard.pass(A_MOMENT);
        }
        call.callee("BYE", "a");

        // When
        call.reply(UPSTREAM, "OPTIONS", 481);
        call.reply(CALLER, "BYE", 200);

        // Then
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.CALLEE, null));
    }

    @Test
    void shouldNotTakeAConnectionThatHasEndedForAPartyThatHasLeft() {
        // Given
        call.answered("a");
        shard.gone.add(CALLER.remote());

        // When
        answerPings(2);

        // Then
        assertThat(ends()).isEmpty();

        // And
        shard.gone.add(UPSTREAM.remote());
        shard.pass(Duration.ofMinutes(3));
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.TIMED_OUT, null));
    }

    @Test
    void shouldTakeAPartyForGoneThatCouldNotBeReachedThreeTimes() {
        // Given
        call.answered("a");
        shard.gone.add(CALLER.remote());
        answerPings(2);

        // When
        answerPings(3);

        // Then
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.TIMED_OUT, null));
    }

    private void answerPings(int pings) {
        int answered = 0;
        Duration waited = Duration.ZERO;
        while (answered < pings) {
            assertThat(waited).as("%d pings of %d", answered, pings).isLessThan(Duration.ofHours(1));
            waited = waited.plus(A_MOMENT);
            shard.pass(A_MOMENT);
            if (call.count(UPSTREAM, "OPTIONS") > answered) {
                answered = call.count(UPSTREAM, "OPTIONS");
                call.reply(UPSTREAM, "OPTIONS", 200);
            }
        }
    }

    @Test
    void shouldPassTheAckThatItsByeOvertook() {
        // Given
        call.invite();
        call.respond(200, "a");
        call.caller("BYE", "a");
        call.reply(UPSTREAM, "BYE", 200);

        // When
        call.ack("a");

        // Then
        assertThat(call.count(UPSTREAM, "ACK")).isEqualTo(1);
    }

    @Test
    void shouldTellCancelledWhenTheCallerHangsUpAnEarlyDialog() {
        // Given
        call.invite();
        call.respond(183, "a");

        // When
        call.caller("BYE", "a");
        call.reply(UPSTREAM, "BYE", 200);
        call.respond(487, "a");

        // Then
        assertThat(call.statuses(CALLER, "BYE")).containsExactly(200);
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.CANCELLED, 487));
    }

    @Test
    void shouldStillEndTheCallThatWasAnsweredInSpiteOfAnEarlyBye() {
        // Given
        call.invite();
        call.respond(183, "a");
        call.caller("BYE", "a");
        call.reply(UPSTREAM, "BYE", 200);
        call.respond(200, "a");
        call.ack("a");

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(call.got(UPSTREAM, "BYE").elements(HeaderName.VIA)).hasSize(1);
        assertThat(call.count(CALLER, "BYE")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOTIFY", "SUBSCRIBE"})
    void shouldLetASubscriptionOutliveItsCall(String method) {
        // Given
        call.answered("a");
        call.caller("BYE", "a");
        call.reply(UPSTREAM, "BYE", 200);

        // When
        call.callee(method, "a");
        call.reply(CALLER, method, 200);

        // Then
        assertThat(call.statuses(UPSTREAM, method)).containsExactly(200);
        call.callee("INFO", "a");
        assertThat(call.statuses(UPSTREAM, "INFO")).containsExactly(481);
    }

    @Test
    void shouldLetNothingOutliveACallThatWasOrderedToEnd() {
        // Given
        call.answered("a");
        shard.terminate("t", call.callId);
        call.reply(CALLER, "BYE", 200);
        call.reply(UPSTREAM, "BYE", 200);

        // When
        call.callee("NOTIFY", "a");

        // Then
        assertThat(call.statuses(UPSTREAM, "NOTIFY")).containsExactly(481);
    }
}
