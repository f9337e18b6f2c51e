package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that cross, message by message: what docs/races.md promises. */
class RacesTest {
    private static final Duration A_MOMENT = Duration.ofMillis(100);
    private static final Duration TWO_HOURS = Duration.ofHours(2);

    private final ShardByHand shard = new ShardByHand();
    private final CallByHand call = new CallByHand(shard);

    @AfterEach
    void shouldLeaveNothing() {
        if (shard.liveCalls() > 0) {
            shard.terminate("clean-up", call.callId);
        }
        shard.pass(TWO_HOURS);
        assertThat(shard.liveCalls()).isZero();
        assertThat(shard.transactions()).isZero();
        assertThat(shard.timers()).isZero();
        assertThat(shard.deadlines()).isZero();
        assertThat(shard.faults()).isEmpty();
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.UTF_8);
    }

    private List<Happening> ends() {
        return shard.told().stream()
                .filter(told -> told instanceof Happening.Ended)
                .toList();
    }

    private List<Integer> closed(Leg leg) {
        return shard.told().stream()
                .filter(told -> told instanceof Happening.LegClosed closed && closed.leg() == leg)
                .map(told -> ((Happening.LegClosed) told).sipStatus())
                .toList();
    }

    // ---- CANCEL ----

    @Test
    void shouldAnswerALateCancelAndDoNothingElse() {
        // Given
        call.answered("a");

        // When
        call.cancel();

        // Then
        assertThat(call.statuses(CALLER, "CANCEL")).containsExactly(200);
        assertThat(call.count(UPSTREAM, "CANCEL")).isZero();
        assertThat(shard.liveCalls()).isEqualTo(1);
    }

    @Test
    void shouldPassThe2xxThatCrossesTheCancel() {
        // Given
        call.invite();
        call.respond(180, "a");
        call.cancel();

        // When
        call.respond(200, "a");

        // Then
        assertThat(call.count(UPSTREAM, "CANCEL")).isEqualTo(1);
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 180, 200);
        call.ack("a");
        call.caller("BYE", "a");
        call.reply(UPSTREAM, "BYE", 200);
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.CALLER, null));
    }

    @Test
    void shouldHoldTheCancelUntilAProvisionalComes() {
        // Given
        call.invite();
        call.cancel();
        assertThat(call.count(UPSTREAM, "CANCEL")).isZero();

        // When
        call.respond(100, "a");

        // Then
        assertThat(call.count(UPSTREAM, "CANCEL")).isEqualTo(1);
        call.reply(UPSTREAM, "CANCEL", 200);
        call.respond(487, "a");
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 487);
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.CANCELLED, 487));
    }

    @Test
    void shouldGiveTheCallerAFinalResponseWhenNobodyAnswersInviteOrCancel() {
        // Given
        call.invite();
        call.respond(180, "a");
        call.cancel();

        // When
        shard.pass(Duration.ofSeconds(40));

        // Then
        assertThat(call.count(UPSTREAM, "CANCEL")).isEqualTo(11);
        assertThat(call.statuses(CALLER, "INVITE")).startsWith(100, 180, 487);
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.CANCELLED, 487));
    }

    @Test
    void shouldPassTheReasonOfACancel() {
        // Given
        call.invite();
        call.respond(180, "a");
        String reason = "SIP ;cause=200 ;text=\"Call completed elsewhere\"";

        // When
        shard.receive(
                CALLER, text(call.cancelMessage()).replace("Max-Forwards", "Reason: " + reason + "\r\nMax-Forwards"));

        // Then
        assertThat(call.got(UPSTREAM, "CANCEL").header(HeaderName.REASON)).isEqualTo(reason);
        call.respond(487, "a");
    }

    @Test
    void shouldKnowNoTransactionOfACancelWithAnotherBranch() {
        // Given
        call.invite();
        call.respond(180, "a");

        // When
        String other = text(call.cancelMessage()).replace(call.callId + "i", call.callId + "x");
        shard.receive(CALLER, other);

        // Then
        assertThat(call.statuses(CALLER, "CANCEL")).containsExactly(481);
        assertThat(call.count(UPSTREAM, "CANCEL")).isZero();
    }

    @Test
    void shouldEndTheForkThatAnswersAfterItsProxyHasSaid487() {
        // Given
        call.invite();
        call.respond(180, "a");
        call.cancel();
        call.respond(487, "a");

        // When
        call.respond(200, "b");

        // Then
        assertThat(call.got(UPSTREAM, "ACK").toTag()).isEqualTo("b");
        assertThat(call.got(UPSTREAM, "BYE").toTag()).isEqualTo("b");
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 180, 487);
    }

    @Test
    void shouldCancelAReinvite() {
        // Given
        call.answered("a");
        byte[] reinvite = call.fromCaller("INVITE", "a", ++call.callerCseq);
        shard.receive(CALLER, reinvite);
        SipMessage sent = call.got(UPSTREAM, "INVITE");
        call.reply(UPSTREAM, sent, 100);

        // When
        shard.receive(CALLER, text(reinvite).replace("INVITE", "CANCEL"));

        // Then
        assertThat(call.statuses(CALLER, "CANCEL")).containsExactly(200);
        assertThat(call.got(UPSTREAM, "CANCEL").cseq()).isEqualTo(sent.cseq());
        call.reply(UPSTREAM, sent, 487);
        assertThat(call.statuses(CALLER, "INVITE")).endsWith(487);
        assertThat(shard.liveCalls()).isEqualTo(1);
    }

    // ---- BYE ----

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

    // ---- forks ----

    @Test
    void shouldEndEachForkThatHasAnswered() {
        // Given
        call.invite();
        call.respond(180, "a");
        call.respond(180, "b");
        call.respond(200, "a");
        call.ack("a");
        call.respond(200, "b");
        call.ack("b");

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(shard.sent(UPSTREAM, sent -> sent.request("BYE")).stream()
                        .map(sent -> sent.message().toTag()))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(call.count(CALLER, "BYE")).isEqualTo(2);
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 180, 180, 200, 200);
    }

    @Test
    void shouldEndTheForksThatAnswerAfterTheOrder() {
        // Given
        call.invite();
        call.respond(180, "a");
        shard.terminate("t", call.callId);

        // When
        call.respond(200, "a");
        call.respond(200, "b");

        // Then
        assertThat(shard.sent(UPSTREAM, sent -> sent.request("ACK")).stream()
                        .map(sent -> sent.message().toTag()))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(shard.sent(UPSTREAM, sent -> sent.request("BYE")).stream()
                        .map(sent -> sent.message().toTag()))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 180, 403);
    }

    @Test
    void shouldAcknowledgeEachRepetitionOfThe2xxThatItAcknowledgedItself() {
        // Given
        call.invite();
        call.respond(180, "a");
        shard.terminate("t", call.callId);
        call.respond(200, "a");

        // When
        call.respond(200, "a");

        // Then
        assertThat(call.count(UPSTREAM, "ACK")).isEqualTo(2);
        assertThat(call.count(UPSTREAM, "BYE")).isEqualTo(1);
    }

    @Test
    void shouldPassA6xx() {
        // Given
        call.invite();
        call.respond(180, "a");

        // When
        call.respond(603, "a");

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 180, 603);
        assertThat(call.count(UPSTREAM, "ACK")).isEqualTo(1);
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.FAILED, 603));
    }

    @Test
    void shouldPassARedirection() {
        // Given
        call.invite();

        // When
        call.respond(302, "a", "Contact: <sip:882999@example.org>");

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 302);
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.FAILED, 302));
    }

    // ---- an order while something else is under way ----

    @Test
    void shouldAnswerThePendingReinviteOfTheCallerWhenAnOrderComes() {
        // Given
        call.answered("a");
        call.caller("INVITE", "a");
        SipMessage reinvite = call.got(UPSTREAM, "INVITE");
        call.reply(UPSTREAM, reinvite, 100);

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).endsWith(487);
        assertThat(call.got(UPSTREAM, "CANCEL").cseq()).isEqualTo(reinvite.cseq());
        assertThat(call.got(UPSTREAM, "BYE").cseq()).isGreaterThan(reinvite.cseq());
        call.reply(UPSTREAM, reinvite, 487);
        assertThat(call.got(UPSTREAM, "ACK").cseq()).isEqualTo(reinvite.cseq());
    }

    @Test
    void shouldAcknowledgeThe2xxToAReinviteThatCrossesTheOrder() {
        // Given
        call.answered("a");
        call.callee("INVITE", "a");
        SipMessage reinvite = call.got(CALLER, "INVITE");
        call.reply(CALLER, reinvite, 100);

        // When
        shard.terminate("t", call.callId);
        call.reply(CALLER, reinvite, 200, "Contact: <sip:alice@192.0.2.1:5060>");

        // Then
        assertThat(call.statuses(UPSTREAM, "INVITE")).endsWith(487);
        SipMessage ack = call.got(CALLER, "ACK");
        assertThat(ack.cseq()).isEqualTo(reinvite.cseq());
        assertThat(ack.fromTag()).isEqualTo("a");
        assertThat(call.got(CALLER, "BYE").cseq()).isGreaterThan(reinvite.cseq());
    }

    @Test
    void shouldLetGlareBeSettledByTheParties() {
        // Given
        call.answered("a");
        call.caller("INVITE", "a");
        call.callee("INVITE", "a");

        // When
        call.reply(UPSTREAM, "INVITE", 491);
        call.reply(CALLER, "INVITE", 491);

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).endsWith(491);
        assertThat(call.statuses(UPSTREAM, "INVITE")).endsWith(491);
        assertThat(shard.liveCalls()).isEqualTo(1);
    }

    @Test
    void shouldPassTheAnswerToAnUpdateThatAnOrderCrosses() {
        // Given
        call.answered("a");
        call.caller("UPDATE", "a");
        SipMessage update = call.got(UPSTREAM, "UPDATE");

        // When
        shard.terminate("t", call.callId);
        call.reply(UPSTREAM, update, 481);

        // Then
        assertThat(call.got(UPSTREAM, "BYE").cseq()).isGreaterThan(update.cseq());
        assertThat(call.statuses(CALLER, "UPDATE")).containsExactly(481);
    }

    @Test
    void shouldCountThePrackOfAReliableProvisional() {
        // Given
        call.invite();
        call.respond(183, "a", "Require: 100rel", "RSeq: 7");
        SipMessage passed = shard.last(CALLER, sent -> sent.message().status() == 183);
        call.caller("PRACK", "a", "RAck: 7 1 INVITE");
        call.reply(UPSTREAM, "PRACK", 200);
        call.respond(200, "a");
        call.ack("a");

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(text(passed.bytes())).contains("RSeq: 7\r\n", "Require: 100rel\r\n");
        assertThat(call.statuses(CALLER, "PRACK")).containsExactly(200);
        assertThat(call.got(UPSTREAM, "BYE").cseq()).isEqualTo(3);
    }

    @Test
    void shouldRefuseTheCallerWhenAnOrderComesWhileAPrackIsPending() {
        // Given
        call.invite();
        call.respond(183, "a", "Require: 100rel", "RSeq: 7");
        call.caller("PRACK", "a", "RAck: 7 1 INVITE");

        // When
        shard.terminate("t", call.callId);
        call.reply(UPSTREAM, "PRACK", 200);
        call.respond(487, "a");

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 183, 403);
        assertThat(call.statuses(CALLER, "PRACK")).containsExactly(200);
        assertThat(call.count(UPSTREAM, "CANCEL")).isEqualTo(1);
        assertThat(closed(Leg.CALLEE)).containsExactly(487);
    }

    @Test
    void shouldPassTheAnswerInTheAckOfAnOfferlessInvite() {
        // Given
        call.invite();
        call.respond(200, "a");
        String ack = text(call.fromCaller("ACK", "a", 1))
                .replace(
                        "Content-Length: 0\r\n\r\n",
                        "Content-Type: application/sdp\r\nContent-Length: 5\r\n\r\nv=0\r\n");

        // When
        shard.receive(CALLER, ack);

        // Then
        assertThat(text(call.got(UPSTREAM, "ACK").bytes())).endsWith("\r\n\r\nv=0\r\n");
    }

    // ---- retransmissions ----

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

    // ---- Timer C ----

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

    // ---- what would make a call immune ----

    @Test
    void shouldEndACalleeThatGivesNoTag() {
        // Given
        call.invite();
        String answer = text(call.response(200, "")).replace(";tag=\r\n", "\r\n");
        shard.receive(UPSTREAM, answer);
        call.ack("");

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(call.got(UPSTREAM, "BYE").toTag()).isNull();
        assertThat(call.count(UPSTREAM, "ACK")).isEqualTo(1);
    }

    @Test
    void shouldEndACalleeThatNamesNoContact() {
        // Given
        call.invite();
        String answer = text(call.response(200, "a")).replaceAll("Contact: [^\r]*\r\n", "");
        shard.receive(UPSTREAM, answer);
        call.ack("a");

        // When
        shard.terminate("t", call.callId);

        // Then
        SipMessage bye = call.got(UPSTREAM, "BYE");
        assertThat(bye.targetText()).isEqualTo(call.sentInvite().targetText());
    }

    @Test
    void shouldEndThePhoneThatAnswersAfterManyHaveRung() {
        // Given
        call.invite();
        for (int phone = 0; phone < 40; phone++) {
            call.respond(180, "r" + phone);
        }
        call.respond(200, "r39");
        call.ack("r39");

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(call.got(UPSTREAM, "BYE").toTag()).isEqualTo("r39");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BYE", "INVITE"})
    void shouldSendWhatIsForSomebodyElseToTheDialogsTarget(String method) {
        // Given
        call.answered("a");
        String request = text(call.fromCaller(method, "a", 2));

        // When
        shard.receive(
                CALLER,
                request.replaceFirst("sip:a@192.0.2.2:5060 SIP/2.0\r\n", "sip:882999@192.0.2.66 SIP/2.0\r\n")
                        .replaceFirst("(Route: <[^\r]*\r\n)", "$1Route: <sip:192.0.2.67;lr>\r\n"));

        // Then
        SipMessage sent = call.got(UPSTREAM, method);
        assertThat(sent.targetText()).isEqualTo("sip:a@192.0.2.2:5060");
        assertThat(sent.elements(HeaderName.ROUTE)).isEmpty();
    }

    @Test
    void shouldRefuseACallIdThatItCannotRepeat() {
        // Given
        byte[] invite =
                text(call.inviteMessage()).replace("Call-ID: c", "Call-ID: ~").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < invite.length; i++) {
            invite[i] = invite[i] == '~' ? (byte) 0xe9 : invite[i];
        }

        // When
        shard.receive(CALLER, invite);

        // Then
        assertThat(shard.sent).hasSize(1);
        assertThat(shard.sent.get(0).message().status()).isEqualTo(400);
        shard.pass(Duration.ofSeconds(40));
    }

    @Test
    void shouldNotTakeAnAnswerWithATagThatItCannotRepeat() {
        // Given
        call.invite();

        // When
        shard.receive(UPSTREAM, text(call.response(200, "a")).replace(";tag=a", ";tag=\u00e9"));

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 500);
        assertThat(ends()).containsExactly(Happening.Ended.by(EndCause.FAILED, 500));
    }

    @Test
    void shouldEndACalleeWhoseRecordRouteOnlyItCanRead() {
        // Given
        call.invite();
        String strange = "<sip:192.0.2.2:5060;lr>;x=@@\"";
        shard.receive(
                UPSTREAM,
                text(call.response(200, "a"))
                        .replaceFirst("Record-Route: ", "Record-Route: " + strange + "\r\nRecord-Route: "));
        call.ack("a");

        // When
        shard.terminate("t", call.callId);

        // Then
        assertThat(call.got(UPSTREAM, "BYE").header(HeaderName.ROUTE)).isEqualTo(strange);
    }

    @Test
    void shouldRefuseNumbersThatLeaveNoRoomForOurs() {
        // Given
        call.answered("a");

        // When
        shard.receive(CALLER, call.fromCaller("INFO", "a", Integer.MAX_VALUE));

        // Then
        assertThat(call.statuses(CALLER, "INFO")).containsExactly(400);
        shard.terminate("t", call.callId);
        assertThat(call.got(UPSTREAM, "BYE").cseq()).isEqualTo(2);
    }

    // ---- our BYE refused ----

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

    // ---- loops, hops, strict routers ----

    @Test
    void shouldFindTheRequestThatComesBackAsItWasSent() {
        // Given
        call.invite();
        SipMessage sent = call.sentInvite();

        // When
        String looped =
                text(sent.bytes()).replaceFirst("Via: ", "Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKloop\r\nVia: ");
        shard.receive(UPSTREAM, looped);

        // Then
        assertThat(call.statuses(UPSTREAM, "INVITE")).containsExactly(482);
        assertThat(call.count(UPSTREAM, "INVITE")).isEqualTo(1);
        assertThat(shard.counters.loops()).isEqualTo(1);
    }

    @Test
    void shouldPassTheRequestThatSpirals() {
        // Given
        call.invite();
        SipMessage sent = call.sentInvite();

        // When
        String spiral = text(sent.bytes())
                .replaceFirst("sip:493012345678@192.0.2.2:5060", "sip:bob@192.0.2.9:5060")
                .replaceFirst("Via: ", "Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKspiral\r\nVia: ");
        shard.receive(UPSTREAM, spiral);

        // Then
        assertThat(shard.sent)
                .anyMatch(one -> one.request("INVITE")
                        && one.to().remote().getAddress().getHostAddress().equals("192.0.2.9"));
        shard.pass(Duration.ofSeconds(40));
    }

    @Test
    void shouldCountEachCopyOfAMergedInvite() {
        // Given
        shard.account(false, false, 1);
        call.invite();
        call.respond(180, "a");

        // When
        String copy = text(call.inviteMessage()).replace(call.callId + "i", call.callId + "copy");
        shard.receive(CALLER, copy);
        call.respond(180, "b");

        // Then
        assertThat(call.count(UPSTREAM, "INVITE")).isEqualTo(2);
        assertThat(call.statuses(CALLER, "INVITE")).containsExactly(100, 180, 100, 486);
        assertThat(call.count(UPSTREAM, "CANCEL")).isEqualTo(1);
        shard.pass(Duration.ofSeconds(40));
    }

    @Test
    void shouldAddTheHopsThatAreMissing() {
        // When
        shard.receive(CALLER, text(call.inviteMessage()).replace("Max-Forwards: 70\r\n", ""));

        // Then
        assertThat(call.sentInvite().maxForwards()).isEqualTo(70);
    }

    @Test
    void shouldForwardNothingWithoutHopsLeft() {
        // Given
        call.answered("a");

        // When
        String bye = text(call.fromCaller("BYE", "a", 2)).replace("Max-Forwards: 70", "Max-Forwards: 0");
        shard.receive(CALLER, bye);

        // Then
        assertThat(call.statuses(CALLER, "BYE")).containsExactly(483);
        assertThat(shard.liveCalls()).isEqualTo(1);
    }

    @Test
    void shouldRouteWhatAStrictRouterSent() {
        // Given
        call.answered("a");
        String loose = text(call.fromCaller("BYE", "a", 2));
        String route = loose.substring(loose.indexOf("Route: <") + 8, loose.indexOf(">", loose.indexOf("Route: <")));

        // When
        String strict = loose.replaceFirst("BYE sip:a@192.0.2.2:5060", "BYE " + route)
                .replaceFirst("Route: <[^>]*>", "Route: <sip:a@192.0.2.2:5060>");
        shard.receive(CALLER, strict);

        // Then
        SipMessage sent = call.got(UPSTREAM, "BYE");
        assertThat(sent.targetText()).isEqualTo("sip:a@192.0.2.2:5060");
        assertThat(sent.elements(HeaderName.ROUTE)).isEmpty();
    }

    @Test
    void shouldSpeakToAStrictRouterAsItWants() {
        // Given
        call.invite();
        String answer = text(call.response(200, "a"))
                .replaceFirst("Record-Route: ", "Record-Route: <sip:old@192.0.2.2:5060>\r\nRecord-Route: ");
        shard.receive(UPSTREAM, answer);
        String ack = text(call.fromCaller("ACK", "a", 1))
                .replaceFirst("(Route: <[^\r]*\r\n)", "$1Route: <sip:old@192.0.2.2:5060>\r\n");

        // When
        shard.receive(CALLER, ack);
        shard.terminate("t", call.callId);

        // Then
        for (String method : List.of("ACK", "BYE")) {
            SipMessage sent = call.got(UPSTREAM, method);
            assertThat(sent.targetText()).isEqualTo("sip:old@192.0.2.2:5060");
            assertThat(sent.elements(HeaderName.ROUTE).stream().map(sent::text))
                    .containsExactly("<sip:a@192.0.2.2:5060>");
        }
    }
}
