package io.tollgate.enforcement.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TariffsTest {

    private static final RateTerms GERMANY = new RateTerms(Money.ZERO, new Money(10_000), 60, 60);
    private static final RateTerms BERLIN = new RateTerms(Money.ZERO, new Money(5_000), 60, 1);
    private final Tariffs tariffs =
            Tariffs.of(Map.of("basic/49", GERMANY, "basic/4930", BERLIN, "other/4", BERLIN)::get);

    @Test
    void shouldTakeTheLongestPrefixOfThePlan() {
        assertThat(tariffs.find("basic", "493012345")).contains(new Tariff("basic", "4930", BERLIN));
        assertThat(tariffs.find("basic", "4930")).contains(new Tariff("basic", "4930", BERLIN));
        assertThat(tariffs.find("basic", "493")).contains(new Tariff("basic", "49", GERMANY));
    }

    @Test
    void shouldHaveNoRateForAnotherDestinationOrPlan() {
        assertThat(tariffs.find("basic", "4")).isEmpty();
        assertThat(tariffs.find("none", "493012345")).isEmpty();
        assertThat(tariffs.find(null, "493012345")).isEmpty();
    }

    @Test
    void shouldHaveNoRateForWhatIsNoNumber() {
        assertThat(tariffs.find("basic", "49echo")).isEmpty();
        assertThat(tariffs.find("basic", "")).isEmpty();
    }

    @Test
    void shouldFallBackToTheEmptyPrefixForAnyDestination() {
        // Given
        var everywhere = Tariffs.of(Map.of("basic/49", GERMANY, "basic/", BERLIN)::get);

        // When, Then
        assertThat(everywhere.find("basic", "33")).contains(new Tariff("basic", "", BERLIN));
        assertThat(everywhere.find("basic", "49echo")).contains(new Tariff("basic", "", BERLIN));
        assertThat(everywhere.find("basic", "4930")).contains(new Tariff("basic", "49", GERMANY));
        assertThat(everywhere.find("other", "33")).isEmpty();
    }

    @Test
    void shouldUseNoMoreDigitsThanAPrefixMayHave() {
        assertThat(tariffs.find("basic", "49".repeat(100))).contains(new Tariff("basic", "49", GERMANY));
    }
}
