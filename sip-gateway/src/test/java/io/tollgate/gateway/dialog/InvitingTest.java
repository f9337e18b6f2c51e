package io.tollgate.gateway.dialog;

import static io.tollgate.gateway.dialog.Lives.NOW;
import static io.tollgate.gateway.dialog.Lives.VERDICT;
import static io.tollgate.gateway.dialog.Lives.claimed;
import static io.tollgate.gateway.dialog.Lives.closed;
import static io.tollgate.gateway.dialog.Lives.ringing;
import static io.tollgate.gateway.dialog.Lives.strict;
import static io.tollgate.gateway.dialog.Lives.terminated;
import static io.tollgate.gateway.dialog.Lives.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.dialog.Effect.Act;
import io.tollgate.gateway.dialog.Effect.Respond;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.identity.Identity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One test for each edge of an attempt whose INVITE is on its way. */
class InvitingTest {
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
        life.admitted();

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
}
