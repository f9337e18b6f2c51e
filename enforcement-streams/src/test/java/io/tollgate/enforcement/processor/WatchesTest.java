package io.tollgate.enforcement.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.enforcement.charge.Charge;
import io.tollgate.enforcement.charge.CreditModel;
import io.tollgate.enforcement.charge.PaymentTerms;
import io.tollgate.enforcement.charge.Purse;
import io.tollgate.enforcement.charge.Told;
import io.tollgate.enforcement.charge.Watch;
import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.rating.RateTerms;
import io.tollgate.enforcement.rating.Tariff;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WatchesTest {

    private final Watches watches = new Watches(2);

    @Test
    void shouldForgetTheOneOfFewCallsThatWasUsedLongestAgo() {
        // Given
        watches.keep("a", of(1));
        watches.keep("b", of(1));
        watches.get("a");

        // When
        watches.keep("c", of(1));

        // Then
        assertThat(watches.get("b")).isNull();
        assertThat(watches.get("a")).isNotNull();
        assertThat(watches.get("c")).isNotNull();
    }

    @Test
    void shouldKeepOneOfManyCallsAsLongAsTheyRun() {
        // Given
        var large = of(17);
        watches.keep("large", large);

        // When
        for (int other = 0; other < 10; other++) {
            watches.keep("a" + other, of(1));
        }

        // Then
        assertThat(watches.get("large")).isSameAs(large);
        assertThat(watches.size()).isEqualTo(3);
    }

    @Test
    void shouldKeepNothingThatIsNotNeeded() {
        // Given
        watches.keep("a", of(1));
        watches.keep("b", of(17));

        // When
        watches.keep("a", null);
        watches.keep("b", null);

        // Then
        assertThat(watches.size()).isZero();
    }

    private static Watch of(int calls) {
        var watch = new Watch();
        var rate = new RateTerms(Money.ZERO, new Money(1), 1, 1);
        var terms = new PaymentTerms(CreditModel.PREPAID, Money.ZERO, "EUR", "basic", null);
        var purse = Purse.EMPTY.adjusted(new Money(1_000_000));
        var charge = Charge.answered(new Tariff("basic", "49", rate), terms, Instant.EPOCH, Told.NOTHING, purse);
        for (int call = 0; call < calls; call++) {
            watch.meter().put("c" + call, charge, Instant.EPOCH);
        }
        return watch;
    }
}
