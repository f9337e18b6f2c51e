package io.tollgate.gateway.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.RefusalCodes;
import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.command.TerminationReason;
import io.tollgate.gateway.dialog.Effect.Act;
import io.tollgate.gateway.dialog.Effect.Publish;
import io.tollgate.gateway.dialog.Effect.Respond;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.identity.Identity;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One test for each edge, and every late or repeated input in every state where it must do nothing. */
class CallLifeTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Order VERDICT = new Order("v-1", TerminationReason.FRAUD_VERDICT, NOW.minusMillis(3));

    private static CallLife claimed() {
        CallLife life = new CallLife(Identity.CLAIMED, false, RefusalCodes.DEFAULTS);
        life.attempted(null, NOW);
        return life;
    }

    private static CallLife strict(Identity identity) {
        CallLife life = new CallLife(identity, true, RefusalCodes.DEFAULTS);
        life.attempted(null, NOW);
        return life;
    }

    private static CallLife ringing() {
        CallLife life = claimed();
        life.provisional(NOW);
        return life;
    }

    private static CallLife answered() {
        CallLife life = ringing();
        life.success(NOW);
        life.passed(NOW);
        life.acknowledged(NOW);
        return life;
    }

    private static CallLife held() {
        CallLife life = strict(Identity.CLAIMED);
        life.success(NOW);
        return life;
    }

    private static Effect told(Happening happening) {
        return new Publish(happening, NOW);
    }

    private static Effect terminated(Integer status) {
        return told(new Happening.Ended(EndCause.TERMINATED, status, "v-1", TerminationReason.FRAUD_VERDICT));
    }

    private static Effect closed(Leg leg, Integer status) {
        return told(new Happening.LegClosed("v-1", leg, status, 3_000));
    }

    @Test
    void shouldForwardAtOnceWhenNobodyMustAdmitIt() {
        assertThat(new CallLife(Identity.TRUNK, false, RefusalCodes.DEFAULTS).attempted("ua", NOW))
                .containsExactly(told(new Happening.Attempted("ua")), Act.FORWARD);
    }

    @Test
    void shouldWaitWhenItIsProvenAndMustBeAdmitted() {
        // Given
        CallLife life = new CallLife(Identity.TRUNK, true, RefusalCodes.DEFAULTS);

        // When
        List<Effect> effects = life.attempted(null, NOW);

        // Then
        assertThat(effects).containsExactly(told(new Happening.Attempted(null)));
        assertThat(life.admitted(NOW)).containsExactly(Act.FORWARD);
        assertThat(life.success(NOW)).containsExactly(Act.ANSWER);
    }

    @Test
    void inAskingShouldRefuseWhenNotAdmitted() {
        assertThat(strict(Identity.TRUNK).refused(RefusalReason.CHANNEL_LIMIT, NOW))
                .containsExactly(
                        new Respond(486),
                        told(new Happening.Refused(486, RefusalReason.CHANNEL_LIMIT, null)),
                        Act.LINGER);
    }

    @ParameterizedTest
    @CsvSource({"CHANNEL_LIMIT, 486", "NO_BALANCE, 402", "UNRATED_DESTINATION, 403", "ACCOUNT_DISABLED, 403"})
    void inAskingShouldRefuseWithTheAdmissionsReason(RefusalReason reason, int status) {
        assertThat(strict(Identity.TRUNK).refused(reason, NOW)).startsWith(new Respond(status));
    }

    @Test
    void inTryingShouldTellRingingOnceAndBeProvenByIt() {
        // Given
        CallLife life = claimed();

        // Then
        assertThat(life.provisional(NOW)).containsExactly(Act.PASS, told(new Happening.Ringing()));
        assertThat(life.identity()).isEqualTo(Identity.UPSTREAM);
        assertThat(life.provisional(NOW)).containsExactly(Act.PASS);
    }

    @Test
    void inTryingShouldAnswerAtOnceWhenNothingRang() {
        assertThat(claimed().success(NOW)).containsExactly(Act.ANSWER);
    }

    @Test
    void inTryingShouldHoldTheAnswerAndTellRingingWhenItMustBeAdmitted() {
        assertThat(strict(Identity.CLAIMED).success(NOW)).containsExactly(Act.HOLD, told(new Happening.Ringing()));
    }

    @Test
    void inTryingShouldRefuseAndCancelWhenTheProofFindsNoChannel() {
        // Given
        CallLife life = claimed();

        // When
        List<Effect> effects = life.full(false, NOW);

        // Then
        assertThat(effects)
                .containsExactly(
                        new Respond(486),
                        Act.CANCEL,
                        told(new Happening.Refused(486, RefusalReason.CHANNEL_LIMIT, null)));
        assertThat(life.identity()).isEqualTo(Identity.UPSTREAM);
        assertThat(life.success(NOW)).containsExactly(Act.ACKNOWLEDGE_AND_BYE, Act.LINGER);
    }

    @Test
    void inTryingShouldEndTheCalleeWhenTheAnswerProvesAndFindsNoChannel() {
        // Given
        CallLife life = claimed();

        // When
        List<Effect> effects = life.full(true, NOW);

        // Then
        assertThat(effects)
                .containsExactly(
                        Act.ACKNOWLEDGE_AND_BYE,
                        new Respond(486),
                        told(new Happening.Refused(486, RefusalReason.CHANNEL_LIMIT, null)),
                        Act.LINGER);
        assertThat(life.over()).isTrue();
    }

    @Test
    void inRingingShouldNotLookForAChannelAgain() {
        // Given
        CallLife life = ringing();

        // When
        List<Effect> effects = life.full(true, NOW);

        // Then
        assertThat(effects).isEmpty();
        assertThat(life.awaitsProof()).isFalse();
    }

    @Test
    void inRingingShouldHoldTheAnswerWhenItMustBeAdmitted() {
        // Given
        CallLife life = strict(Identity.CLAIMED);
        life.provisional(NOW);

        // Then
        assertThat(life.success(NOW)).containsExactly(Act.HOLD);
    }

    @Test
    void inRingingShouldPassTheAnswerWhenItWasAdmittedBefore() {
        // Given
        CallLife life = strict(Identity.CLAIMED);
        life.provisional(NOW);
        life.admitted(NOW);

        // Then
        assertThat(life.success(NOW)).containsExactly(Act.ANSWER);
    }

    @Test
    void inRingingShouldRefuseAndCancelWhenNotAdmitted() {
        // Given
        CallLife life = strict(Identity.CLAIMED);
        life.provisional(NOW);

        // When
        List<Effect> effects = life.refused(RefusalReason.CHANNEL_LIMIT, NOW);

        // Then
        assertThat(effects)
                .containsExactly(
                        new Respond(486),
                        Act.CANCEL,
                        told(new Happening.Refused(486, RefusalReason.CHANNEL_LIMIT, null)));
        assertThat(life.failure(487, NOW)).containsExactly(Act.LINGER);
    }

    @Test
    void inHeldShouldReleaseWhenAdmitted() {
        assertThat(held().admitted(NOW)).containsExactly(Act.RELEASE);
    }

    @Test
    void inHeldShouldEndTheCalleeWhenRefused() {
        assertThat(held().refused(RefusalReason.NO_BALANCE, NOW))
                .containsExactly(
                        Act.ACKNOWLEDGE_AND_BYE,
                        new Respond(402),
                        told(new Happening.Refused(402, RefusalReason.NO_BALANCE, null)),
                        Act.LINGER);
    }

    @Test
    void inHeldShouldFollowTheFailurePolicyWhenNothingIsDecided() {
        assertThat(held().undecided(true, NOW)).startsWith(Act.RELEASE);
        assertThat(held().undecided(false, NOW)).contains(new Respond(480));
        assertThat(ringing().undecided(false, NOW)).isEmpty();
    }

    @Test
    void inHeldShouldEndTheCalleeWhenTheCallerCancels() {
        assertThat(held().cancelled(NOW))
                .containsExactly(
                        Act.ACKNOWLEDGE_AND_BYE,
                        new Respond(487),
                        told(Happening.Ended.by(EndCause.CANCELLED, 487)),
                        Act.LINGER);
    }

    @Test
    void inHeldShouldGiveTheCallerAFinalResponseWhenTheCalleeHangsUp() {
        assertThat(held().ended(EndCause.CALLEE, NOW))
                .containsExactly(
                        Act.ACKNOWLEDGE_AND_BYE,
                        new Respond(480),
                        told(Happening.Ended.by(EndCause.FAILED, 480)),
                        Act.LINGER);
    }

    @Test
    void inRingingShouldTellCancelledWhenTheCallerGaveUp() {
        // Given
        CallLife life = ringing();
        assertThat(life.cancelled(NOW)).containsExactly(Act.CANCEL);

        // Then
        assertThat(life.failure(487, NOW))
                .containsExactly(Act.PASS, told(Happening.Ended.by(EndCause.CANCELLED, 487)), Act.LINGER);
    }

    @Test
    void inRingingShouldAnswerWhenTheCancelCrossesThe2xx() {
        // Given
        CallLife life = ringing();
        life.cancelled(NOW);

        // Then
        assertThat(life.success(NOW)).containsExactly(Act.ANSWER);
    }

    @Test
    void inRingingShouldEndTheAnswerThatCrossesTheCancelWhenItWouldBeHeld() {
        // Given
        CallLife life = strict(Identity.CLAIMED);
        life.provisional(NOW);
        life.cancelled(NOW);

        // Then
        assertThat(life.success(NOW))
                .containsExactly(
                        Act.ACKNOWLEDGE_AND_BYE,
                        new Respond(487),
                        told(Happening.Ended.by(EndCause.CANCELLED, 487)),
                        Act.LINGER);
    }

    @Test
    void inRingingShouldTellCancelledWhenTheCallerHungUpTheEarlyDialog() {
        // Given
        CallLife life = ringing();
        life.hungUpEarly();

        // Then
        assertThat(life.failure(487, NOW))
                .containsExactly(Act.PASS, told(Happening.Ended.by(EndCause.CANCELLED, 487)), Act.LINGER);
    }

    @Test
    void inTryingShouldTellFailedWhenNobodyAnswers() {
        assertThat(claimed().noAnswer(408, NOW))
                .containsExactly(new Respond(408), told(Happening.Ended.by(EndCause.FAILED, 408)), Act.LINGER);
    }

    @Test
    void inRingingShouldRefuseTheCallerAndCancelOnAnOrder() {
        // Given
        CallLife life = ringing();

        // When
        List<Effect> effects = life.terminate(VERDICT, NOW);

        // Then
        assertThat(effects).containsExactly(new Respond(403), Act.CANCEL, terminated(403), closed(Leg.CALLER, 403));
        assertThat(life.failure(487, NOW)).containsExactly(closed(Leg.CALLEE, 487), Act.LINGER);
    }

    @Test
    void inAbandonedShouldEndTheAnswerThatCrosses() {
        // Given
        CallLife life = ringing();
        life.terminate(VERDICT, NOW);

        // Then
        assertThat(life.success(NOW)).containsExactly(Act.ACKNOWLEDGE_AND_BYE);
        assertThat(life.legClosed(Leg.CALLEE, 200, NOW)).containsExactly(closed(Leg.CALLEE, 200), Act.LINGER);
    }

    @Test
    void inAbandonedShouldTellThatTheCalleeNeverAnswered() {
        // Given
        CallLife life = claimed();
        life.terminate(VERDICT, NOW);

        // Then
        assertThat(life.noAnswer(408, NOW)).containsExactly(closed(Leg.CALLEE, null), Act.LINGER);
    }

    @Test
    void inAnsweredShouldEndBothLegsOnAnOrder() {
        // Given
        CallLife life = answered();

        // Then
        assertThat(life.terminate(VERDICT, NOW)).containsExactly(terminated(null), Act.BYE);
        assertThat(life.legClosed(Leg.CALLER, 200, NOW)).containsExactly(closed(Leg.CALLER, 200));
        assertThat(life.legClosed(Leg.CALLER, 200, NOW)).isEmpty();
        assertThat(life.legClosed(Leg.CALLEE, null, NOW)).containsExactly(closed(Leg.CALLEE, null), Act.LINGER);
        assertThat(life.over()).isTrue();
    }

    @Test
    void inAnsweredShouldWaitForTheAckWhenTheOrderIsFaster() {
        // Given
        CallLife life = ringing();
        life.success(NOW);
        life.passed(NOW);

        // Then
        assertThat(life.terminate(VERDICT, NOW)).containsExactly(Act.AWAIT_ACK);
        assertThat(life.acknowledged(NOW)).containsExactly(terminated(null), Act.BYE);
    }

    @Test
    void inAwaitingAckShouldWaitForTheAckNoLongerThanItsTime() {
        // Given
        CallLife life = ringing();
        life.success(NOW);
        life.passed(NOW);
        life.terminate(VERDICT, NOW);

        // Then
        assertThat(life.unacknowledged(NOW)).containsExactly(terminated(null), Act.BYE);
    }

    @Test
    void inAnsweredShouldTellTheAnswerOnceAsOfWhenItLeft() {
        // Given
        CallLife life = ringing();
        life.success(NOW.minusMillis(2));

        // Then
        assertThat(life.passed(NOW)).containsExactly(told(new Happening.Answered()));
        assertThat(life.passed(NOW.plusMillis(100))).isEmpty();
    }

    @Test
    void inAwaitingAckShouldStillTellTheAnswer() {
        // Given
        CallLife life = ringing();
        life.success(NOW);
        life.terminate(VERDICT, NOW);

        // Then
        assertThat(life.passed(NOW)).containsExactly(told(new Happening.Answered()));
    }

    @Test
    void inAnsweredShouldTellTheAnswerBeforeTheEndThatOvertakesIt() {
        // Given
        CallLife hungUp = ringing();
        hungUp.success(NOW.minusMillis(2));
        CallLife ordered = ringing();
        ordered.success(NOW.minusMillis(2));
        ordered.acknowledged(NOW);

        // Then
        assertThat(hungUp.ended(EndCause.CALLEE, NOW))
                .containsExactly(
                        told(new Happening.Answered()), told(Happening.Ended.by(EndCause.CALLEE, null)), Act.LINGER);
        assertThat(ordered.terminate(VERDICT, NOW))
                .containsExactly(told(new Happening.Answered()), terminated(null), Act.BYE);
    }

    @Test
    void inAnsweredShouldEndOnceWhenByesCross() {
        // Given
        CallLife life = answered();

        // Then
        assertThat(life.ended(EndCause.CALLEE, NOW))
                .containsExactly(told(Happening.Ended.by(EndCause.CALLEE, null)), Act.LINGER);
        assertThat(life.ended(EndCause.CALLER, NOW)).isEmpty();
    }

    @Test
    void inAnsweredShouldPassEveryFurther2xx() {
        assertThat(answered().success(NOW)).containsExactly(Act.PASS);
    }

    /** Inputs that come late, twice, or where they cannot be meant. */
    enum Late {
        PROVISIONAL(life -> life.provisional(NOW)),
        SUCCESS(life -> life.success(NOW)),
        FAILURE(life -> life.failure(500, NOW)),
        NO_ANSWER(life -> life.noAnswer(408, NOW)),
        CANCELLED(life -> life.cancelled(NOW)),
        ADMITTED(life -> life.admitted(NOW)),
        REFUSED(life -> life.refused(RefusalReason.CHANNEL_LIMIT, NOW)),
        UNDECIDED(life -> life.undecided(false, NOW)),
        PASSED(life -> life.passed(NOW)),
        ACKNOWLEDGED(life -> life.acknowledged(NOW)),
        UNACKNOWLEDGED(life -> life.unacknowledged(NOW)),
        TERMINATE(life -> life.terminate(VERDICT, NOW)),
        LEG_CLOSED(life -> life.legClosed(Leg.CALLER, 200, NOW)),
        ENDED(life -> life.ended(EndCause.CALLER, NOW));

        private final Function<CallLife, List<Effect>> input;

        Late(Function<CallLife, List<Effect>> input) {
            this.input = input;
        }
    }

    @ParameterizedTest
    @EnumSource(Late.class)
    void inEndedShouldDoNothingWhateverComes(Late late) {
        // Given
        CallLife life = answered();
        life.ended(EndCause.CALLER, NOW);

        // Then
        assertThat(late.input.apply(life)).isEmpty();
        assertThat(life.over()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Late.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"LEG_CLOSED"})
    void inClosingShouldDoNothingButCloseItsLegs(Late late) {
        // Given
        CallLife life = answered();
        life.terminate(VERDICT, NOW);

        // Then
        assertThat(late.input.apply(life)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Late.class,
            names = {
                "PROVISIONAL",
                "FAILURE",
                "NO_ANSWER",
                "CANCELLED",
                "ADMITTED",
                "REFUSED",
                "UNDECIDED",
                "PASSED",
                "LEG_CLOSED"
            })
    void inAnsweredShouldIgnoreWhatBelongsBeforeTheAnswer(Late late) {
        assertThat(late.input.apply(answered())).isEmpty();
    }

    @Test
    void shouldEndForCourtesyWhenAPartyHasLeft() {
        // Given
        CallLife life = answered();

        // When
        List<Effect> effects = life.deserted(NOW);

        // Then
        assertThat(effects)
                .containsExactly(told(Happening.Ended.by(EndCause.TIMED_OUT, null)), Act.LINGER, Act.DISMISS);
        assertThat(life.over()).isTrue();
        assertThat(life.deserted(NOW)).isEmpty();
    }

    @Test
    void shouldGoOnFromItsAnswerWhenItIsResumed() {
        // Given
        CallLife life = CallLife.resumed(Identity.UPSTREAM, RefusalCodes.DEFAULTS);

        // When
        List<Effect> effects = life.terminate(VERDICT, NOW);

        // Then
        assertThat(effects).containsExactly(terminated(null), Act.BYE);
    }

    @Test
    void shouldGiveARingingCallUp() {
        // Given
        CallLife life = ringing();

        // When
        List<Effect> effects = life.giveUp(503, NOW);

        // Then
        assertThat(effects)
                .containsExactly(new Respond(503), told(Happening.Ended.by(EndCause.FAILED, 503)), Act.CANCEL);
        assertThat(life.failure(487, NOW)).containsExactly(Act.LINGER);
    }

    @Test
    void shouldEndTheCalleesLegWhenAHeldCallIsGivenUp() {
        // Given
        CallLife life = held();

        // When
        List<Effect> effects = life.giveUp(503, NOW);

        // Then
        assertThat(effects)
                .containsExactly(
                        Act.ACKNOWLEDGE_AND_BYE,
                        new Respond(503),
                        told(Happening.Ended.by(EndCause.FAILED, 503)),
                        Act.LINGER);
    }

    @Test
    void shouldNotGiveUpAnAnsweredCall() {
        assertThat(answered().giveUp(503, NOW)).isEmpty();
    }
}
