package io.tollgate.enforcement.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class RateTermsProperties {

    private static final long TEN_THOUSAND_YEARS = 10_000L * 365 * 24 * 60 * 60;
    private static final BigInteger SIXTY = BigInteger.valueOf(60);

    @Property
    void shouldCostAsMuchStepByStepAsAsAWhole(
            @ForAll("rates") RateTerms rate, @ForAll @IntRange(min = 1, max = 2_000) int steps) {
        // When
        var sum = Money.ZERO;
        long billed = 0;
        for (int step = 0; step < steps; step++) {
            long next = rate.next(billed);
            sum = sum.plus(rate.cost(next).minus(rate.cost(billed)));
            billed = next;
        }

        // Then
        assertThat(sum).isEqualTo(rate.cost(billed));
        assertThat(billed).isEqualTo(rate.initialSeconds() + (steps - 1L) * rate.incrementSeconds());
    }

    @Property
    void shouldCostExactlyWhatTheFormulaSays(
            @ForAll("rates") RateTerms rate, @ForAll @LongRange(min = 1, max = 400_000_000_000L) long seconds) {
        // When
        var cost = rate.cost(seconds);

        // Then
        var product = BigInteger.valueOf(rate.pricePerMinute().micros()).multiply(BigInteger.valueOf(seconds));
        var exact = BigInteger.valueOf(rate.connectFee().micros())
                .add(product.add(BigInteger.valueOf(59)).divide(SIXTY));
        assertThat(BigInteger.valueOf(cost.micros()))
                .isEqualTo(exact.min(BigInteger.valueOf(Money.UNPAYABLE.micros())));
    }

    @Property
    void shouldBillEveryIncrementThatHasBegunAndNoOther(
            @ForAll("rates") RateTerms rate, @ForAll @LongRange(max = 200_000_000L) long micros) {
        // When
        long billed = rate.billedSeconds(micros);

        // Then
        long begun = 0;
        while (begun * Micros.IN_A_SECOND < micros) {
            begun = rate.next(begun);
        }
        assertThat(billed).isEqualTo(begun);
    }

    @Property
    void shouldPayForAsManyIncrementsAsTheMoneyReachesFor(
            @ForAll("rates") RateTerms rate, @ForAll("money") Money money) {
        // When
        long seconds = rate.secondsFor(money);

        // Then
        if (seconds == RateTerms.UNLIMITED) {
            assertThat(rate.isMetered()).isFalse();
            assertThat(rate.connectFee().micros()).isLessThanOrEqualTo(Math.max(0, money.micros()));
        } else {
            assertThat(seconds == 0 || rate.cost(seconds).isAtMost(money)).isTrue();
            assertThat(seconds > TEN_THOUSAND_YEARS
                            || rate.cost(rate.next(seconds)).compareTo(money) > 0)
                    .isTrue();
            assertThat(seconds == 0 || (seconds - rate.initialSeconds()) % rate.incrementSeconds() == 0)
                    .isTrue();
        }
    }

    @Provide
    Arbitrary<RateTerms> rates() {
        var amounts = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 3),
                Arbitraries.longs().between(0, 90_000_000),
                Arbitraries.longs().between(0, Long.MAX_VALUE / 1_000_000_000_000L));
        var lengths = Arbitraries.oneOf(
                Arbitraries.of(1, 6, 30, 60), Arbitraries.integers().between(1, 5_000));
        return Combinators.combine(amounts, amounts, lengths, lengths)
                .as((fee, price, initial, increment) ->
                        new RateTerms(new Money(fee), new Money(price), initial, increment));
    }

    @Provide
    Arbitrary<Money> money() {
        return Arbitraries.oneOf(
                        Arbitraries.longs().between(-10, 1_000),
                        Arbitraries.longs().between(0, 100_000_000),
                        Arbitraries.longs().between(0, Long.MAX_VALUE / 1_000_000_000))
                .map(Money::new);
    }
}
