package io.tollgate.gateway.dialog;

import static io.tollgate.gateway.dialog.Lives.NOW;
import static io.tollgate.gateway.dialog.Lives.held;
import static io.tollgate.gateway.dialog.Lives.ringing;
import static io.tollgate.gateway.dialog.Lives.strict;
import static io.tollgate.gateway.dialog.Lives.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.RefusalCodes;
import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.command.TerminationReason;
import io.tollgate.gateway.dialog.Effect.Act;
import io.tollgate.gateway.dialog.Effect.Respond;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.identity.Identity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One test for each edge of an attempt that waits for its Admission. */
class AttemptTest {
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
        assertThat(effects).containsExactly(told(new Happening.Attempted(null)), Act.ASK);
        assertThat(life.admitted()).containsExactly(Act.FORWARD);
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
    void inHeldShouldReleaseWhenAdmitted() {
        assertThat(held().admitted()).containsExactly(Act.RELEASE);
    }

    @Test
    void inHeldShouldSpeakToTheLegsBeforeItIsOver() {
        assertThat(held().deserted(NOW)).endsWith(Act.DISMISS, Act.LINGER);
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

    @ParameterizedTest
    @CsvSource({
        "CHANNEL_LIMIT, CHANNEL_LIMIT",
        "BALANCE_EXHAUSTED, NO_BALANCE",
        "UNRATED_DESTINATION, UNRATED_DESTINATION",
        "ACCOUNT_DISABLED, ACCOUNT_DISABLED"
    })
    void shouldBeRefusedAlikeWhenTheOrderComesBeforeTheAdmission(TerminationReason ordered, RefusalReason refused) {
        Order order = new Order("t-1", ordered, NOW);
        CallLife ringing = strict(Identity.CLAIMED);
        ringing.provisional(NOW);
        CallLife ringingToo = strict(Identity.CLAIMED);
        ringingToo.provisional(NOW);

        assertThat(held().terminate(order, NOW)).isEqualTo(held().refused(refused, NOW));
        assertThat(ringing.terminate(order, NOW)).isEqualTo(ringingToo.refused(refused, NOW));
        assertThat(strict(Identity.TRUNK).terminate(order, NOW))
                .isEqualTo(strict(Identity.TRUNK).refused(refused, NOW));
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
}
