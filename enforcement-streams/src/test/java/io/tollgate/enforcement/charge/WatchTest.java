package io.tollgate.enforcement.charge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.rating.RateTerms;
import io.tollgate.enforcement.rating.Tariff;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final RateTerms CENT_A_SECOND = new RateTerms(Money.ZERO, new Money(600_000), 1, 1);
    private static final PaymentTerms PREPAID = new PaymentTerms(CreditModel.PREPAID, Money.ZERO, "EUR", "basic", null);

    private final Watch watch = new Watch();
    private Purse purse = cents(20);

    @Test
    void shouldNotLookBeforeTheHorizon() {
        // When
        answer("c1", 20);

        // Then
        assertThat(watch.nextLook(purse, Money.ZERO)).isBetween(START.plusSeconds(7), START.plusSeconds(10));
    }

    @Test
    void shouldTellNothingThatIsKnown() {
        // Given
        answer("c1", 20);

        // When
        var look = watch.look(purse, Money.ZERO, START.plusSeconds(12));

        // Then
        assertThat(look.notices()).isEmpty();
        assertThat(look.next()).isNull();
    }

    @Test
    void shouldTellAnEarlierEndAtOnceAndALaterOneTenTimesASecond() {
        // Given
        answer("c1", 20);
        var now = START.plusSeconds(12);
        var end = START.plusSeconds(21);

        // When
        purse = purse.adjusted(new Money(10_000));
        var first = watch.look(purse, Money.ZERO, now);
        told("c1", end);
        purse = purse.adjusted(new Money(10_000));
        var tooSoon = watch.look(purse, Money.ZERO, now.plusMillis(40));
        purse = purse.adjusted(new Money(-30_000));
        var earlier = watch.look(purse, Money.ZERO, now.plusMillis(50));

        // Then
        assertThat(first.notices()).isEqualTo(List.of(new Watch.Notice("c1", end)));
        assertThat(tooSoon.notices()).isEmpty();
        assertThat(tooSoon.next()).isEqualTo(now.plusMillis(100));
        assertThat(earlier.notices()).isEqualTo(List.of(new Watch.Notice("c1", START.plusSeconds(19))));
    }

    @Test
    void shouldLookAtManyCallsOnlyATenthOfTheTime() {
        // Given
        purse = cents(1_000_000_000);
        for (int call = 0; call < 10_000; call++) {
            answer("c" + call, 1_000_000);
        }
        int looks = 0;

        // When
        for (int millis = 0; millis < 1_000; millis++) {
            var now = START.plusMillis(millis);
            if (watch.mayLook(now)) {
                watch.look(purse, Money.ZERO, now);
                looks++;
            }
        }

        // Then
        assertThat(looks).isEqualTo(5);
    }

    private void answer(String callId, int toldSeconds) {
        var charge = charge(START.plusSeconds(toldSeconds));
        watch.meter().put(callId, charge, purse.asOf());
        purse = purse.opened(charge);
    }

    private void told(String callId, Instant due) {
        watch.meter().put(callId, charge(due), purse.asOf());
    }

    private Charge charge(Instant told) {
        return Charge.answered(
                new Tariff("basic", "49", CENT_A_SECOND),
                PREPAID,
                START,
                new Told(0, told, List.of()),
                cents(1_000_000));
    }

    private static Purse cents(long cents) {
        return Purse.EMPTY.adjusted(new Money(cents * 10_000)).at(START, Money.ZERO, Money.ZERO);
    }
}
