package io.tollgate.testsupport.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
    @Test
    void shouldGiveWhatSatisfiesTheConditionWhenItComes() {
        // Given
        AtomicInteger asked = new AtomicInteger();

        // When
        int seen = Await.until("five", Await.PATIENCE, asked::incrementAndGet, value -> value >= 5);

        // Then
        assertThat(seen).isEqualTo(5);
    }

    @Test
    void shouldSayWhatWasSeenInsteadWhenTheDeadlinePasses() {
        // When
        var waiting = assertThatThrownBy(() -> Await.until("six", Duration.ofMillis(5), () -> 3, value -> value == 6));

        // Then
        waiting.isInstanceOf(AssertionError.class)
                .hasMessageContaining("for six")
                .hasMessageContaining("seen instead: 3");
    }
}
