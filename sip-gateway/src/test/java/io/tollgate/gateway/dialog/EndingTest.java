package io.tollgate.gateway.dialog;

import static io.tollgate.gateway.dialog.Lives.NOW;
import static io.tollgate.gateway.dialog.Lives.VERDICT;
import static io.tollgate.gateway.dialog.Lives.claimed;
import static io.tollgate.gateway.dialog.Lives.closed;
import static io.tollgate.gateway.dialog.Lives.ringing;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.dialog.Effect.Act;
import io.tollgate.gateway.event.Leg;
import org.junit.jupiter.api.Test;

/** One test for each edge of a call that is told to be over. */
class EndingTest {
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
}
