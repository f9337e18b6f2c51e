package io.tollgate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosersTest {

    private final List<String> closed = new ArrayList<>();
    private final Closers closers = new Closers();

    @Test
    void shouldCloseInTheOppositeOrderAndOnlyOnce() {
        // Given
        closers.add("broker", () -> closed.add("broker"));
        closers.add("gateway", () -> closed.add("gateway"));

        // When
        closers.close();

        // Then
        closers.close();
        assertThat(closed).containsExactly("gateway", "broker");
    }

    @Test
    void shouldCloseTheOthersWhenOneFails() {
        // Given
        closers.add("broker", () -> closed.add("broker"));
        closers.add("gateway", () -> {
            throw new IllegalStateException("told to fail");
        });

        // When
        closers.close();

        // Then
        assertThat(closed).containsExactly("broker");
    }

    @Test
    void shouldCloseAtOnceWhatIsStartedAfterTheSignal() {
        // Given
        closers.close();

        // When
        assertThatIllegalStateException().isThrownBy(() -> closers.add("late", () -> closed.add("late")));

        // Then
        assertThat(closed).containsExactly("late");
    }
}
