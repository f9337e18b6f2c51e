package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.schemas.serde.RegistryUnavailable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RegistryPatienceTest {

    @Test
    void shouldGiveUpByTheClockHoweverFewAttemptsThereWere() {
        // Given
        var patience = new RegistryPatience(() -> {});
        var unavailable = new RegistryUnavailable("nobody answers");

        // When / Then
        assertThatThrownBy(() -> patience.await(2, Duration.ofSeconds(45), unavailable))
                .isSameAs(unavailable);
    }
}
