package io.tollgate.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InboxTest {
    private static final long AN_HOUR = TimeUnit.HOURS.toNanos(1);

    private final Inbox<String> inbox = new Inbox<>();

    @AfterEach
    void close() {
        inbox.close();
    }

    @Test
    void shouldWakeTheWorkerWhenSomethingComes() {
        // Given
        CompletableFuture<String> taken = CompletableFuture.supplyAsync(() -> {
            String next;
            while ((next = inbox.poll()) == null) {
                inbox.await(AN_HOUR);
            }
            return next;
        });

        // When
        inbox.offer("one");

        // Then
        assertThat(taken.join()).isEqualTo("one");
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    void shouldNotWaitForMoreWhenSomethingIsThere() {
        // Given
        inbox.offer("one");

        // When
        inbox.await(AN_HOUR);

        // Then
        assertThat(inbox.poll()).isEqualTo("one");
        assertThat(inbox.poll()).isNull();
    }

    @Test
    void shouldGatherWhatComesUntilItIsClosed() {
        // Given
        CompletableFuture<Integer> gathered = CompletableFuture.supplyAsync(() -> {
            inbox.gather(AN_HOUR);
            return inbox.size();
        });

        // When
        inbox.offer("one");
        inbox.offer("two");
        inbox.close();

        // Then
        assertThat(gathered.join()).isEqualTo(2);
    }

    @Test
    void shouldEndEveryWaitWhenItIsClosed() {
        // Given
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
            while (!inbox.closing()) {
                inbox.await(AN_HOUR);
            }
        });

        // When
        inbox.close();

        // Then
        waiting.join();
        inbox.await(AN_HOUR);
        inbox.gather(AN_HOUR);
        inbox.offer("late");
        assertThat(inbox.poll()).isEqualTo("late");
    }
}
