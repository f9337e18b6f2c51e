package io.tollgate.enforcement.charge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.rating.RateTerms;
import io.tollgate.enforcement.rating.Tariff;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeterTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final RateTerms BY_SECOND = rate(1, 1);
    private static final RateTerms BY_HOUR = rate(3_600, 3_600);
    private static final PaymentTerms PREPAID = new PaymentTerms(CreditModel.PREPAID, Money.ZERO, "EUR", "basic", null);

    private final Meter meter = new Meter();
    private Purse purse = Purse.EMPTY.adjusted(new Money(1_000_000_000_000_000L));

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000, 10_000})
    void shouldDrawForAnEventOnlyWhatBeganSinceTheLastOne(int calls) {
        // Given
        for (int call = 0; call < calls; call++) {
            answer("c" + call, BY_HOUR, START);
        }
        answer("often", BY_SECOND, START);
        advance(Duration.ofSeconds(1));
        long before = meter.steps();

        // When
        advance(Duration.ofMillis(1_001));
        answer("new", BY_HOUR, START.plusMillis(1_001));
        advance(Duration.ofMillis(1_002));

        // Then
        assertThat(meter.steps() - before).isEqualTo(2);
    }

    @Test
    void shouldLeapOverALongGap() {
        // Given
        for (int call = 0; call < 100; call++) {
            answer("c" + call, BY_SECOND, START);
        }

        // When
        advance(Duration.ofDays(7));

        // Then
        assertThat(purse.drawn())
                .isEqualTo(new Money(100 * BY_SECOND.cost(7 * 24 * 3_600).micros()));
        assertThat(meter.steps()).isLessThan(2_000);
    }

    @Test
    void shouldFindTheExactEndAfterALongGapToo() {
        // Given
        purse = Purse.EMPTY.adjusted(BY_SECOND.cost(1_000_000));
        answer("c1", BY_SECOND, START);

        // When
        var advance = meter.advance(purse, Money.ZERO, START.plus(Duration.ofDays(3_000)));

        // Then
        assertThat(advance.cuts()).containsExactly(new Meter.Cut("c1", START.plusSeconds(1_000_000)));
        assertThat(advance.purse().balance().isZero()).isTrue();
        assertThat(meter.steps()).isLessThan(1_000);
    }

    @Test
    void shouldBeTheSameWhenItIsMadeAnew() {
        // Given
        answer("c1", rate(60, 6), START);
        answer("c2", BY_SECOND, START);
        advance(Duration.ofMillis(90_500));
        var anew = new Meter();
        anew.put("c1", charge(rate(60, 6), START), purse.asOf());
        anew.put("c2", charge(BY_SECOND, START), purse.asOf());

        // When
        var kept = meter.advance(purse, Money.ZERO, START.plusSeconds(200));
        var made = anew.advance(purse, Money.ZERO, START.plusSeconds(200));

        // Then
        assertThat(made).isEqualTo(kept);
    }

    private void advance(Duration sinceStart) {
        purse = meter.advance(purse, Money.ZERO, START.plus(sinceStart)).purse();
    }

    private void answer(String callId, RateTerms rate, Instant at) {
        var charge = charge(rate, at);
        meter.put(callId, charge, purse.asOf());
        purse = purse.opened(charge);
    }

    private Charge charge(RateTerms rate, Instant at) {
        return Charge.answered(new Tariff("basic", "49", rate), PREPAID, at, Told.NOTHING, purse);
    }

    private static RateTerms rate(int initial, int increment) {
        return new RateTerms(Money.ZERO, new Money(600_000), initial, increment);
    }
}
