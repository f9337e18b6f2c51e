package io.tollgate.gateway.dialog;

import static io.tollgate.gateway.dialog.Lives.NOW;
import static io.tollgate.gateway.dialog.Lives.VERDICT;
import static io.tollgate.gateway.dialog.Lives.answered;
import static io.tollgate.gateway.dialog.Lives.held;
import static io.tollgate.gateway.dialog.Lives.ringing;
import static io.tollgate.gateway.dialog.Lives.strict;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.identity.Identity;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every late or repeated input in every state where it must do nothing; each edge has its test with its state. */
class CallLifeTest {
    /** Inputs that come late, twice, or where they cannot be meant. */
    enum Late {
        FULL(life -> life.full(true, NOW)),
        PROVISIONAL(life -> life.provisional(NOW)),
        SUCCESS(life -> life.success(NOW)),
        FAILURE(life -> life.failure(500, NOW)),
        NO_ANSWER(life -> life.noAnswer(408, NOW)),
        CANCELLED(life -> life.cancelled(NOW)),
        ADMITTED(life -> life.admitted()),
        REFUSED(life -> life.refused(RefusalReason.CHANNEL_LIMIT, NOW)),
        UNDECIDED(life -> life.undecided(false, NOW)),
        GIVE_UP(life -> life.giveUp(503, NOW)),
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
                "FULL",
                "PROVISIONAL",
                "FAILURE",
                "NO_ANSWER",
                "CANCELLED",
                "ADMITTED",
                "REFUSED",
                "UNDECIDED",
                "GIVE_UP",
                "PASSED",
                "LEG_CLOSED"
            })
    void inAnsweredShouldIgnoreWhatBelongsBeforeTheAnswer(Late late) {
        assertThat(late.input.apply(answered())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Late.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CANCELLED", "ADMITTED", "REFUSED", "UNDECIDED", "GIVE_UP", "TERMINATE"})
    void inAskingShouldIgnoreWhatFollowsAForwardedInvite(Late late) {
        assertThat(late.input.apply(strict(Identity.TRUNK))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Late.class,
            names = {
                "FULL",
                "ADMITTED",
                "REFUSED",
                "UNDECIDED",
                "PASSED",
                "ACKNOWLEDGED",
                "UNACKNOWLEDGED",
                "LEG_CLOSED",
                "ENDED"
            })
    void inRingingShouldIgnoreWhatBelongsToOthers(Late late) {
        assertThat(late.input.apply(ringing())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Late.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CANCELLED", "ADMITTED", "REFUSED", "UNDECIDED", "GIVE_UP", "TERMINATE", "ENDED"})
    void inHeldShouldIgnoreWhatTheCalleeSaysAgain(Late late) {
        assertThat(late.input.apply(held())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Late.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SUCCESS", "ACKNOWLEDGED", "UNACKNOWLEDGED", "ENDED"})
    void inAwaitingAckShouldIgnoreWhatDoesNotEndTheWait(Late late) {
        // Given
        CallLife life = ringing();
        life.success(NOW);
        life.passed(NOW);
        life.terminate(VERDICT, NOW);

        // Then
        assertThat(late.input.apply(life)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Late.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SUCCESS", "FAILURE", "NO_ANSWER"})
    void inAbandonedShouldDoNothingButWaitForTheCallee(Late late) {
        // Given
        CallLife life = ringing();
        life.terminate(VERDICT, NOW);

        // Then
        assertThat(late.input.apply(life)).isEmpty();
    }
}
