package io.tollgate.enforcement.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

class ThreadReplacementTest {

    private final List<Duration> pauses = new ArrayList<>();
    private long nanos = 1;
    private final ThreadReplacement threads = new ThreadReplacement(() -> nanos, pauses::add, () -> {});

    @Test
    void shouldReplaceAtOnceWhenAThreadFailsForOnce() {
        // When
        var response = threads.handle(new IllegalStateException("told to fail"));

        // Then
        assertThat(response).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        assertThat(pauses).isEmpty();
        assertThat(threads.isFailing()).isFalse();
    }

    @Test
    void shouldTellAndWaitLongerAndLongerWhenThreadsKeepFailing() {
        // When
        for (int i = 0; i < 2; i++) {
            threads.handle(new IllegalStateException("told to fail"));
        }
        boolean afterTwo = threads.isFailing();
        for (int i = 0; i < 5; i++) {
            threads.handle(new IllegalStateException("told to fail"));
        }

        // Then
        assertThat(afterTwo).isFalse();
        assertThat(threads.isFailing()).isTrue();
        assertThat(pauses).extracting(Duration::toMillis).containsExactly(500L, 1_000L, 2_000L, 4_000L, 5_000L, 5_000L);
    }

    @Test
    void shouldBeWellAgainWhenAMinuteHasPassed() {
        // Given
        for (int i = 0; i < 3; i++) {
            threads.handle(new IllegalStateException("told to fail"));
        }

        // When
        nanos += Duration.ofMinutes(1).toNanos();

        // Then
        assertThat(threads.isFailing()).isFalse();
    }
}
