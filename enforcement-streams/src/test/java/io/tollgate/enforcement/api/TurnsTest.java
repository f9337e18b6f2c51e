package io.tollgate.enforcement.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TurnsTest {

    private final Turns turns = new Turns();

    @Test
    void shouldNotLetTwoWorkAtOnce() {
        // Given
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        var first = CompletableFuture.runAsync(() -> turns.take("alice", () -> {
            inside.countDown();
            await(leave);
        }));
        await(inside);

        // When / Then
        assertThatThrownBy(() -> turns.take("alice", () -> {})).isInstanceOf(InputLog.Unavailable.class);
        turns.take("bob", () -> {});
        leave.countDown();
        first.join();
        turns.take("alice", () -> {});
    }

    @Test
    void shouldGoOnAfterWhatFailed() {
        // Given
        assertThatThrownBy(() -> turns.take("alice", () -> {
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        // When / Then
        assertThat(CompletableFuture.runAsync(() -> turns.take("alice", () -> {})))
                .succeedsWithin(Duration.ofSeconds(10));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
