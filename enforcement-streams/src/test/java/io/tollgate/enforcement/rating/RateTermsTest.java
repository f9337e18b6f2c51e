package io.tollgate.enforcement.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTermsTest {

    @ParameterizedTest
    @CsvSource({
        "60,60,0,0", "60,60,1,60", "60,60,60000000,60", "60,60,60000001,120",
        "60,6,60000000,60", "60,6,60000001,66", "60,6,66000000,66", "60,6,66000001,72",
        "1,1,1,1", "1,1,1000000,1", "1,1,1000001,2", "1,1,5000000,5",
        "30,1,-5,0", "30,1,30500000,31"
    })
    void shouldBillAnIncrementWhenItBegins(int initial, int increment, long micros, long billed) {
        assertThat(rate(0, 600_000, initial, increment).billedSeconds(micros)).isEqualTo(billed);
    }

    @ParameterizedTest
    @CsvSource({
        "0,600000,0,0",
        "0,600000,1,10000",
        "0,1,1,1",
        "0,1,60,1",
        "0,1,61,2",
        "50000,600000,60,650000",
        "50000,600000,0,0",
        "7,0,600,7"
    })
    void shouldRoundCostUp(long fee, long price, long seconds, long cost) {
        assertThat(rate(fee, price, 1, 1).cost(seconds)).isEqualTo(new Money(cost));
    }

    @Test
    void shouldNameAnUnpayableCostInsteadOfOverflowing() {
        // Given
        var dear = rate(Long.MAX_VALUE, Long.MAX_VALUE, 60, 60);

        // When / Then
        assertThat(dear.first()).isEqualTo(Money.UNPAYABLE);
        assertThat(rate(0, Long.MAX_VALUE, 1, 1).cost(Integer.MAX_VALUE)).isEqualTo(Money.UNPAYABLE);
        assertThat(rate(0, Long.MAX_VALUE, 60, 60).secondsFor(Money.UNPAYABLE)).isEqualTo(60);
    }

    @ParameterizedTest
    @CsvSource({
        "0,600000,1,1,50000,5",
        "0,600000,1,1,59999,5",
        "50000,600000,60,6,649999,0",
        "50000,600000,60,6,650000,60",
        "50000,600000,60,6,709999,60",
        "50000,600000,60,6,710000,66",
        "0,1,1,1,9223372036854775807,2147483647",
        "0,1,60,60,9223372036854775807,2147483640",
        "10,0,1,1,9,0",
        "0,600000,1,1,-1,0"
    })
    void shouldSayHowLongMoneyReaches(long fee, long price, int initial, int increment, long money, int seconds) {
        assertThat(rate(fee, price, initial, increment).paidSeconds(new Money(money)))
                .isEqualTo(seconds);
    }

    @Test
    void shouldNotLimitWhatCostsNothingByTime() {
        assertThat(rate(10, 0, 1, 1).paidSeconds(new Money(10))).isNull();
        assertThat(rate(0, 0, 1, 1).paidSeconds(new Money(-1))).isNull();
    }

    @Test
    void shouldRefuseWhatIsNoRate() {
        assertThatIllegalArgumentException().isThrownBy(() -> rate(-1, 0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> rate(0, -1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> rate(0, 0, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> rate(0, 0, 1, 0));
    }

    private static RateTerms rate(long fee, long price, int initial, int increment) {
        return new RateTerms(new Money(fee), new Money(price), initial, increment);
    }
}
