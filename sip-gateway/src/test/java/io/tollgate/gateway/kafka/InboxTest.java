package io.tollgate.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.testsupport.scenario.Await;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final long AN_HOUR = TimeUnit.HOURS.toNanos(1);
    private static final long DEADLINE_SECONDS = 30;

    private final Inbox<String> inbox = new Inbox<>();

    @AfterEach
    void close() {
        inbox.close();
    }

    /** What a worker comes to, who waits by now. */
    private static <T> CompletableFuture<T> waiting(Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread worker = new Thread(() -> done.complete(work.get()));
        worker.setDaemon(true);
        worker.start();
        Await.until("the worker to wait", () -> worker.getState() == Thread.State.TIMED_WAITING, worker::getState);
        return done.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void shouldWakeTheWorkerWhenSomethingComes() {
        // Given
        CompletableFuture<String> taken = waiting(() -> {
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
        CompletableFuture<Integer> gathered = waiting(() -> {
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
    void shouldEndTheWaitWhenItIsClosed() {
        // Given
        CompletableFuture<Boolean> waited = waiting(() -> {
            while (!inbox.closing()) {
                inbox.await(AN_HOUR);
            }
            return true;
        });

        // When
        inbox.close();

        // Then
        assertThat(waited.join()).isTrue();
    }

    @Test
    void shouldWaitForNothingWhenItIsClosed() {
        // Given
        inbox.close();

        // When
        inbox.await(AN_HOUR);
        inbox.gather(AN_HOUR);

        // Then
        inbox.offer("late");
        assertThat(inbox.poll()).isEqualTo("late");
    }
}
