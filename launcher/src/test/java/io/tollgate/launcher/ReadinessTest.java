package io.tollgate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Progress progress = new Progress(new PrintStream(err, true, StandardCharsets.UTF_8));

    @Test
    void shouldSayWhatItWaitsForUntilThePartWorks() {
        // Given
        AtomicInteger attempts = new AtomicInteger();

        // When
        Readiness.await(atMost -> attempts.incrementAndGet() == 3, () -> "Kafka is away", progress);

        // Then
        assertThat(attempts).hasValue(3);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allMatch(line -> line.endsWith("Kafka is away"));
    }

    @Test
    void shouldNotWaitForStreamsThatGaveUp() {
        // When // Then
        assertThatIllegalStateException()
                .isThrownBy(() -> Readiness.await(atMost -> false, () -> StreamsPart.waitingFor("error"), progress))
                .withMessageContaining("gave up");
    }

    @Test
    void shouldTellInWhichStateStreamsAre() {
        // When // Then
        assertThat(StreamsPart.waitingFor("rebalancing")).contains("rebalancing");
    }
}
