package io.tollgate.testsupport.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExactCutsTest {

    private static final long SECOND = 1_000_000;

    @Test
    void shouldEndLoneCallWhenItsCreditIsUsedUp() {
        // When
        Map<String, Long> cuts = ExactCuts.of(Tariff.bySecond(10), 50, Map.of("a", 7 * SECOND));

        // Then
        assertThat(cuts).isEqualTo(Map.of("a", 12 * SECOND));
    }

    @Test
    void shouldEndEachCallAtItsOwnIncrementWhenTheyShareABalance() {
        // Given
        Tariff tariff = new Tariff(60, 5, 3, 1); // 8 for the first three seconds, then 1 a second

        // When
        Map<String, Long> cuts = ExactCuts.of(tariff, 18, Map.of("a", 0L, "b", SECOND / 2));

        // Then
        assertThat(cuts).isEqualTo(Map.of("a", 4 * SECOND, "b", SECOND / 2 + 4 * SECOND));
    }

    @Test
    void shouldLetCheaperIncrementsGoOnWhenADearOneCannotBePaid() {
        // Given
        Tariff tariff = new Tariff(60, 5, 3, 1);

        // When
        Map<String, Long> cuts = ExactCuts.of(tariff, 10, Map.of("a", 0L, "b", SECOND));

        // Then
        assertThat(cuts).isEqualTo(Map.of("a", 5 * SECOND, "b", SECOND));
    }

    @Test
    void shouldRoundCostUpOnceForTheWholeCall() {
        // Given
        Tariff tariff = new Tariff(100, 0, 1, 1);

        // Then
        assertThat(tariff.price(0)).isEqualTo(2);
        assertThat(tariff.price(1)).isEqualTo(2);
        assertThat(tariff.price(2)).isEqualTo(1);
        assertThat(tariff.cost(3)).isEqualTo(5);
    }

    @Test
    void shouldBillNoIncrementWhenTheCallEndsAtItsVeryBeginning() {
        // Given
        Tariff tariff = new Tariff(60, 0, 60, 6);

        // Then
        assertThat(tariff.billed(0)).isZero();
        assertThat(tariff.billed(1)).isEqualTo(60);
        assertThat(tariff.billed(60 * SECOND)).isEqualTo(60);
        assertThat(tariff.billed(60 * SECOND + 1)).isEqualTo(66);
    }
}
