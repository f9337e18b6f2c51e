package io.tollgate.gateway.command;

import static io.tollgate.gateway.command.CommandFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.command.CallDeadlines.Cut;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stories as rows: what came, in its order, and when the call ends for it. Instants are seconds. */
class CallDeadlinesTest {
    private static final Duration UNCONFIRMED = Duration.ofSeconds(30);

    private final CallDeadlines metered = new CallDeadlines("c-1", UNCONFIRMED);

    private static Instant second(long second) {
        return NOW.plusSeconds(second);
    }

    private static Termination order(String id, long revision, @Nullable Instant at) {
        return new Termination(
                id, revision, NOW, "c-1", "bob", null, null, at, TerminationReason.BALANCE_EXHAUSTED, "", null);
    }

    /** {@code answer@2}, {@code paid=5}, {@code paid=-}, {@code r3=17}, {@code r3=-}, {@code max=9}; {@code !}: uncounted. */
    private static void feed(CallDeadlines deadlines, String story) {
        for (String step : story.split(" ", -1)) {
            boolean counts = !step.endsWith("!");
            String input = counts ? step : step.substring(0, step.length() - 1);
            String[] said = input.split("[=@]", 2);
            if (said[0].equals("answer")) {
                deadlines.answered(second(Long.parseLong(said[1])));
                continue;
            }
            Long value = said[1].equals("-") ? null : Long.valueOf(said[1]);
            Instant at = value == null ? null : second(value);
            Taken taken = switch (said[0]) {
                case "paid" -> deadlines.admitted(value == null ? null : Duration.ofSeconds(value), NOW);
                case "max" -> deadlines.take(order("max-duration:c-1", 1, at), NOW);
                default -> deadlines.take(order("balance:c-1", Long.parseLong(said[0].substring(1)), at), NOW);
            };
            assertThat(taken.counts()).as(step).isEqualTo(counts);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "paid=5, never",
        "paid=5 answer@2, 7",
        "answer@2 paid=5, 7",
        "paid=0 answer@2, 2",
        "paid=- answer@2, never",
        "answer@2 paid=-, never",
        "answer@2, 32",
        "paid=5 answer@2 answer@4, 7",
        // The highest revision counts, earlier or later, in whatever order.
        "paid=5 answer@2 r1=6, 6",
        "paid=5 answer@2 r1=9, 9",
        "paid=5 answer@2 r1=9 r2=8, 8",
        "paid=5 answer@2 r2=8 r1=9!, 8",
        "paid=5 answer@2 r1=9 r1=9!, 9",
        "paid=5 answer@2 r1=-, never",
        "paid=5 answer@2 r1=- r2=11, 11",
        // Orders that overtake the answer, the Admission, or both.
        "r1=9 answer@2, 9",
        "r1=9 paid=5! answer@2, 9",
        "paid=5 r1=9 answer@2, 9",
        "answer@2 r1=9 paid=5!, 9",
        "answer@2 r1=- paid=5!, never",
        "r1=- paid=5! answer@2, never",
        "r1=9, 9",
        // Said twice.
        "paid=5 paid=50! answer@2, 7",
        "paid=5 answer@2 paid=50!, 7",
        // Nothing heard, then something.
        "answer@2 r1=50, 50",
        // The longest duration beside it.
        "paid=5 answer@2 max=6, 6",
        "paid=5 answer@2 max=60, 7",
        "paid=- answer@2 max=60, 60",
        "answer@2 max=60, 32",
        "max=60 max=61! answer@2 paid=-, 60",
    })
    void shouldEndTheCallWhenThatIsTheLastThatWasSaid(String story, String ends) {
        // When
        feed(metered, story);

        // Then
        assertThat(metered.next()).isEqualTo(ends.equals("never") ? null : second(Long.parseLong(ends)));
    }

    @ParameterizedTest
    @CsvSource({"answer@2, never", "paid=- answer@2, never", "paid=5 answer@2, 7", "answer@2 max=60, 60"})
    void shouldNotMissWordOfACallThatIsNotMetered(String story, String ends) {
        // Given
        CallDeadlines unmetered = new CallDeadlines("c-1", null);

        // When
        feed(unmetered, story);

        // Then
        assertThat(unmetered.next()).isEqualTo(ends.equals("never") ? null : second(Long.parseLong(ends)));
    }

    @Test
    void shouldBeDueOnceAndNotBefore() {
        // Given
        feed(metered, "paid=5 answer@2");

        // Then
        assertThat(metered.due(second(7).minusNanos(1_000))).isNull();
        assertThat(metered.due(second(7)))
                .isEqualTo(new Cut("balance:c-1", TerminationReason.BALANCE_EXHAUSTED, second(7), false));
        assertThat(metered.due(second(8))).isNull();
        assertThat(metered.next()).isNull();
    }

    @Test
    void shouldCountFromTheOrderWhenItsInstantHasPassed() {
        // Given
        feed(metered, "paid=50 answer@2");
        metered.take(order("balance:c-1", 1, second(6)), second(9));

        // Then
        assertThat(metered.due(second(9)))
                .isEqualTo(new Cut("balance:c-1", TerminationReason.BALANCE_EXHAUSTED, second(9), false));
    }

    @Test
    void shouldSayThatNothingWasHeard() {
        // Given
        feed(metered, "answer@2");

        // Then
        assertThat(metered.due(second(32)))
                .isEqualTo(new Cut("balance:c-1", TerminationReason.BALANCE_EXHAUSTED, second(32), true));
    }

    @Test
    void shouldLeaveTheOtherDeadlineWhenOneWasNotObeyed() {
        // Given
        feed(metered, "paid=5 answer@2 max=6");
        List<Cut> cuts = new ArrayList<>();

        // When
        for (int i = 0; i < 3; i++) {
            Cut cut = metered.due(second(60));
            if (cut != null) {
                cuts.add(cut);
            }
        }

        // Then
        assertThat(cuts).extracting(Cut::terminationId).containsExactly("max-duration:c-1", "balance:c-1");
    }

    @Test
    void shouldSayTheOrdersReason() {
        // Given
        Termination unrated = new Termination(
                "balance:c-1", 1, NOW, "c-1", "bob", null, null, NOW, TerminationReason.UNRATED_DESTINATION, "", null);

        // When
        metered.take(unrated, NOW);

        // Then
        assertThat(metered.due(NOW))
                .isEqualTo(new Cut("balance:c-1", TerminationReason.UNRATED_DESTINATION, NOW, false));
    }

    @ParameterizedTest
    @CsvSource({
        "balance:c-1, c-1, true",
        "max-duration:c-1, c-1, true",
        "balance:c-1, , false",
        "balance:c-1, c-2, false",
        "balance:c-1, 1, false",
        "channel-limit:c-1, c-1, false",
        "c-1, c-1, false",
    })
    void shouldConcernOnlyOrdersForOneCallAlone(String id, @Nullable String callId, boolean concerns) {
        // Given
        Termination order = new Termination(
                id, 1, NOW, callId, "bob", null, null, NOW, TerminationReason.BALANCE_EXHAUSTED, "", null);

        // Then
        assertThat(CallDeadlines.concerns(order)).isEqualTo(concerns);
    }

    @ParameterizedTest
    @CsvSource({
        "paid=5 answer@2, r0=9!, 7",
        "paid=5 answer@2, r1=9, 9",
        "paid=5 answer@2 r3=9, r2=8!, 9",
        "paid=5 answer@2 max=4, r1=9, 4",
        "answer@2, r0=9, 9",
        "answer@2, r1=-, never",
        "paid=- answer@2, r1=6, 6",
        "paid=- answer@2, max=6, 6",
        "answer@2, answer@4, 32",
    })
    void shouldStandAsBeforeWhenTheCallIsResumed(String before, String after, String expected) {
        // Given
        feed(metered, before);

        // When
        CallDeadlines resumed = CallDeadlines.resumed("c-1", second(2), metered.kept(), second(3));

        // Then
        assertThat(resumed.next()).isEqualTo(metered.next());
        feed(resumed, after);
        assertThat(resumed.next()).isEqualTo(expected.equals("never") ? null : second(Long.parseLong(expected)));
    }

    /** Whoever takes a call up, of whose money nothing is known, is told of it again; that takes a moment. */
    @ParameterizedTest
    @CsvSource({
        "answer@2, 21, 32",
        "answer@2, 40, 50",
        "answer@2 r1=9, 40, 9",
        "paid=5 answer@2, 40, 7",
        "paid=- answer@2, 40, never",
    })
    void shouldWaitForWhatIsSaidAgainWhenNothingIsKnown(String before, long resumedAt, String expected) {
        // Given
        feed(metered, before);

        // When
        CallDeadlines resumed = CallDeadlines.resumed("c-1", second(2), metered.kept(), second(resumedAt));

        // Then
        assertThat(resumed.next()).isEqualTo(expected.equals("never") ? null : second(Long.parseLong(expected)));
    }
}
