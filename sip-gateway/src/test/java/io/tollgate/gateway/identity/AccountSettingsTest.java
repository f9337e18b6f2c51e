package io.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "false, false, , false, true",
        "true, false, , true, false",
        "false, true, , true, true",
        "true, true, , true, false",
        "true, false, true, true, true",
        "false, true, false, true, false"
    })
    void shouldWaitAndDecideAsConfigured(
            boolean strict, boolean metered, @Nullable Boolean withoutDecision, boolean waits, boolean admits) {
        // When
        AccountSettings settings = new AccountSettings(
                "bob", true, List.of(), List.of(), strict, withoutDecision, metered, null, null, null);

        // Then
        assertThat(settings.awaitsAdmission()).isEqualTo(waits);
        assertThat(settings.admitsWithoutDecision()).isEqualTo(admits);
    }

    @Test
    void shouldNotShowTheHashWhenPrinted() {
        // Given
        AccountSettings settings = new AccountSettings(
                "bob", true, List.of(), List.of(), false, null, false, "5ebe2294ecd0e0f0", null, null);

        // Then
        assertThat(settings.toString()).contains("ha1=set").doesNotContain("5ebe");
    }
}
