package io.tollgate.gateway.command;

import static io.tollgate.gateway.command.CommandFixture.NOW;
import static io.tollgate.gateway.command.CommandFixture.because;
import static io.tollgate.gateway.command.CommandFixture.call;
import static io.tollgate.gateway.command.CommandFixture.issued;
import static io.tollgate.gateway.command.CommandFixture.naming;
import static io.tollgate.gateway.command.CommandFixture.order;
import static io.tollgate.gateway.command.CommandFixture.orderForCall;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TerminationsTest {
    private final Terminations terminations = new Terminations();

    @Test
    void shouldTakeAnOrderOnceWhenItComesTwice() {
        // When
        Taken first = terminations.take(order("t", 3, "bob", NOW), NOW);
        Taken second = terminations.take(order("t", 3, "bob", NOW), NOW);

        // Then
        assertThat(first).isEqualTo(Taken.NEW);
        assertThat(second).isEqualTo(Taken.DUPLICATE);
        assertThat(first.counts()).isTrue();
        assertThat(second.counts()).isFalse();
    }

    @Test
    void shouldTakeTheHigherRevisionOnlyWhenRevisionsCross() {
        // Given
        terminations.take(order("t", 3, "bob", NOW.plusSeconds(10)), NOW);

        // When
        Taken lower = terminations.take(order("t", 2, "bob", NOW.plusSeconds(1)), NOW);
        Taken higher = terminations.take(order("t", 4, "bob", NOW.plusSeconds(20)), NOW);

        // Then
        assertThat(lower).isEqualTo(Taken.STALE);
        assertThat(lower.counts()).isFalse();
        assertThat(higher).isEqualTo(Taken.REVISED);
        assertThat(higher.counts()).isTrue();
        assertThat(terminations.nextDue()).isEqualTo(NOW.plusSeconds(20));
    }

    @Test
    void shouldGiveOrdersInTheOrderOfTheirInstants() {
        // Given
        terminations.take(order("b", 0, "bob", NOW.plusSeconds(2)), NOW);
        terminations.take(order("a", 0, "bob", NOW.plusSeconds(1)), NOW);
        terminations.take(order("c", 0, "bob", NOW.plusSeconds(2)), NOW);
        terminations.take(order("d", 0, "bob", NOW.plusSeconds(3)), NOW);

        // When
        var due = terminations.takeDue(NOW.plusSeconds(2));

        // Then
        assertThat(due).extracting(Termination::terminationId).containsExactly("a", "b", "c");
        assertThat(terminations.nextDue()).isEqualTo(NOW.plusSeconds(3));
        assertThat(terminations.takeDue(NOW.plusSeconds(2))).isEmpty();
    }

    @Test
    void shouldWaitForNothingWhenAnOrderIsWithdrawn() {
        // Given
        terminations.take(order("t", 0, "bob", NOW.plusSeconds(1)), NOW);

        // When
        Taken withdrawn = terminations.take(order("t", 1, "bob", null), NOW);

        // Then
        assertThat(withdrawn).isEqualTo(Taken.REVISED);
        assertThat(terminations.nextDue()).isNull();
        assertThat(terminations.takeDue(NOW.plusSeconds(5))).isEmpty();
        assertThat(terminations.hitting(call("c", "s", "bob", NOW), NOW)).isNull();
    }

    @Test
    void shouldNotWaitWhenAnOrderIsDueAtOnce() {
        // When
        terminations.take(order("t", 0, "bob", NOW), NOW);

        // Then
        assertThat(terminations.nextDue()).isNull();
    }

    @Test
    void shouldHitCallsThatCrossTheOrderOnItsWay() {
        // Given
        terminations.take(order("t", 0, "bob", NOW), NOW);
        Instant last = NOW.plusSeconds(5);
        Instant over = last.plusMillis(1);

        // Then
        assertThat(terminations.hitting(call("c", "s", "bob", last), last)).isNotNull();
        assertThat(terminations.hitting(call("c", "s", "alice", last), last)).isNull();
        assertThat(terminations.recent(last)).hasSize(1);
        assertThat(terminations.hitting(call("c", "s", "bob", over), over)).isNull();
        assertThat(terminations.recent(over)).isEmpty();
    }

    @Test
    void shouldNotHitCallsOfAnAccountThatIsEnabledAgain() {
        // Given
        Termination disabled = order("t", 0, "bob", NOW);
        terminations.take(because(disabled, TerminationReason.ACCOUNT_DISABLED), NOW);
        Instant later = NOW.plusSeconds(1);

        // Then
        assertThat(terminations.hitting(call("c", "s", "bob", later), later)).isNull();
    }

    @Test
    void shouldHitByWhatIsNamedWhenThatIsNoAccount() {
        // Given
        terminations.take(naming(null, null, "882", "192.0.2.0/24"), NOW);

        // Then
        assertThat(terminations.hitting(call("c", "s", "anyone", NOW), NOW)).isNotNull();
    }

    @Test
    void shouldNotHitNewCallsWhenTheOrderNamesACall() {
        // Given
        terminations.take(naming("s", null, null, null), NOW);

        // Then
        assertThat(terminations.recent(NOW)).isEmpty();
        assertThat(terminations.hitting(call("c", "s", "bob", NOW), NOW)).isNull();
    }

    @Test
    void shouldHitNewCallsOnlyOnceItIsDue() {
        // Given
        terminations.take(order("t", 0, "bob", NOW.plusSeconds(2)), NOW);
        LiveCall call = call("c", "s", "bob", NOW.plusSeconds(1));

        // Then
        assertThat(terminations.hitting(call, NOW.plusSeconds(1))).isNull();
        terminations.takeDue(NOW.plusSeconds(2));
        assertThat(terminations.hitting(call, NOW.plusSeconds(2))).isNotNull();
    }

    @Test
    void shouldForgetARecentOrderWhenItIsRevised() {
        // Given
        terminations.take(order("t", 0, "bob", NOW), NOW);

        // When
        terminations.take(order("t", 1, "alice", NOW), NOW);

        // Then
        assertThat(terminations.hitting(call("c", "s", "bob", NOW), NOW)).isNull();
        assertThat(terminations.hitting(call("c", "s", "alice", NOW), NOW)).isNotNull();
    }

    @Test
    void shouldNotReachFurtherWhenTheIssuersClockIsAhead() {
        // Given
        terminations.take(issued(order("t", 0, "bob", NOW), NOW.plusSeconds(3_600)), NOW);
        Instant later = NOW.plusSeconds(6);

        // Then
        assertThat(terminations.hitting(call("c", "s", "bob", NOW.plusSeconds(5)), NOW.plusSeconds(5)))
                .isNotNull();
        assertThat(terminations.hitting(call("c", "s", "bob", later), later)).isNull();
    }

    @Test
    void shouldHoldNothingRecentWhenOldOrdersAreReadAgain() {
        // When
        terminations.take(order("t", 0, "bob", NOW), NOW.plusSeconds(3_600));

        // Then
        assertThat(terminations.recent(NOW.plusSeconds(3_600))).isEmpty();
        assertThat(terminations.size()).isEqualTo(1);
    }

    @Test
    void shouldForgetIdsAfterADay() {
        // Given
        terminations.take(order("t", 0, "bob", NOW), NOW);

        // When
        terminations.take(order("u", 0, "bob", NOW), NOW.plus(Terminations.MEMORY));

        // Then
        assertThat(terminations.size()).isEqualTo(1);
        assertThat(terminations.take(order("t", 0, "bob", NOW), NOW.plus(Terminations.MEMORY)))
                .isEqualTo(Taken.NEW);
    }

    @Test
    void shouldForgetTheOldestIdWhenThereAreTooMany() {
        // Given
        Terminations few = new Terminations(3);
        IntStream.range(0, 3).forEach(i -> few.take(order("t" + i, 0, "bob", NOW), NOW));
        few.take(order("t0", 1, "bob", NOW), NOW);

        // When
        few.take(order("t3", 0, "bob", NOW), NOW);

        // Then
        assertThat(few.size()).isEqualTo(3);
        assertThat(few.take(order("t0", 1, "bob", NOW), NOW)).isEqualTo(Taken.DUPLICATE);
        assertThat(few.take(order("t1", 0, "bob", NOW), NOW)).isEqualTo(Taken.NEW);
    }

    /** Each call with an end to its money brings some ids, a thousand a second on a busy gateway. */
    @Test
    void shouldNotForgetAVerdictForTheOrdersOfCalls() {
        // Given
        Terminations few = new Terminations(3);
        few.take(order("verdict", 0, "bob", NOW), NOW);

        // When
        IntStream.range(0, 9).forEach(i -> few.take(orderForCall("t" + i, "call-" + i), NOW));

        // Then
        assertThat(few.take(order("verdict", 0, "bob", NOW), NOW)).isEqualTo(Taken.DUPLICATE);
        assertThat(few.size()).isEqualTo(4);
    }

    @Test
    void shouldStillObeyAnOrderWhenItsIdIsForgotten() {
        // Given
        Terminations few = new Terminations(1);
        few.take(order("t", 0, "bob", NOW.plusSeconds(1)), NOW);

        // When
        few.take(order("u", 0, "bob", NOW.plusSeconds(2)), NOW);

        // Then
        assertThat(few.takeDue(NOW.plusSeconds(2)))
                .extracting(Termination::terminationId)
                .containsExactly("t", "u");
    }

    @Test
    void shouldDropTheOldestWhenAStormOfOrdersNamesNoCall() {
        // When
        IntStream.rangeClosed(0, RecentTerminations.MOST)
                .forEach(i -> terminations.take(order("t" + i, 0, "bob" + i, NOW), NOW));

        // Then
        assertThat(terminations.recent(NOW)).hasSize(RecentTerminations.MOST);
        assertThat(terminations.hitting(call("c", "s", "bob0", NOW), NOW)).isNull();
        assertThat(terminations.hitting(call("c", "s", "bob1", NOW), NOW)).isNotNull();
    }
}
