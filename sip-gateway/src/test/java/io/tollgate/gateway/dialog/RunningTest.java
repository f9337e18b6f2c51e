package io.tollgate.gateway.dialog;

import static io.tollgate.gateway.dialog.Lives.NOW;
import static io.tollgate.gateway.dialog.Lives.VERDICT;
import static io.tollgate.gateway.dialog.Lives.answered;
import static io.tollgate.gateway.dialog.Lives.closed;
import static io.tollgate.gateway.dialog.Lives.ringing;
import static io.tollgate.gateway.dialog.Lives.terminated;
import static io.tollgate.gateway.dialog.Lives.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.RefusalCodes;
import io.tollgate.gateway.dialog.Effect.Act;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.identity.Identity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One test for each edge of an answered call. */
class RunningTest {
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

    @Test
    void shouldEndForCourtesyWhenAPartyHasLeft() {
        // Given
        CallLife life = answered();

        // When
        List<Effect> effects = life.deserted(NOW);

        // Then
        assertThat(effects)
                .containsExactly(told(Happening.Ended.by(EndCause.TIMED_OUT, null)), Act.DISMISS, Act.LINGER);
        assertThat(life.over()).isTrue();
        assertThat(life.deserted(NOW)).isEmpty();
    }

    @Test
    void shouldEndBothLegsAsOfTheByeThatHasNoAnswer() {
        // Given
        CallLife life = answered();

        // When
        List<Effect> effects = life.hungUp(EndCause.CALLER, NOW);

        // Then
        assertThat(effects).containsExactly(told(Happening.Ended.by(EndCause.CALLER, null)), Act.DISMISS, Act.LINGER);
        assertThat(life.ended(EndCause.CALLER, NOW)).isEmpty();
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
    void shouldNotGiveUpAnAnsweredCall() {
        assertThat(answered().giveUp(503, NOW)).isEmpty();
    }
}
