package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.testsupport.scenario.Await;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ShardTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SteadyClock clock = new SteadyClock(Clock.systemUTC());

    @Test
    void shouldGiveTasksTheirTurnWhenThousandsAreDueTogether() {
        // Given
        int due = 10_000;
        AtomicInteger fired = new AtomicInteger();
        List<Integer> firedBefore = new CopyOnWriteArrayList<>();
        try (Shard shard = new Shard("due together", clock)) {
            Instant now = clock.instant();
            for (int i = 0; i < due; i++) {
                shard.at(now, fired::incrementAndGet);
            }
            for (int i = 0; i < 32; i++) {
                shard.execute(() -> firedBefore.add(fired.get()));
            }

            // When
            shard.start();
            Await.until("all fired", PATIENCE, () -> fired.get() == due, () -> fired + " fired");

            // Then
            assertThat(firedBefore).hasSize(32).allMatch(count -> count <= 32);
            Await.until("nothing left", PATIENCE, () -> shard.instants() == 0, () -> shard.instants() + " left");
        }
    }

    @Test
    void shouldNotFireBeforeTheInstantWhetherIdleOrBusy() {
        // Given
        List<Long> earlyMicros = new CopyOnWriteArrayList<>();
        try (Shard shard = new Shard("due", clock)) {
            shard.start();
            int instants = 300;

            // When
            shard.execute(() -> {
                for (int i = 0; i < instants; i++) {
                    Instant at = clock.instant().plusNanos(1_000 + i * 317_211L);
                    shard.at(at, () -> earlyMicros.add(clock.instant().until(at, ChronoUnit.MICROS)));
                }
            });
            Await.until(
                    "all fired",
                    PATIENCE,
                    () -> {
                        shard.execute(() -> {});
                        return earlyMicros.size() == instants;
                    },
                    () -> earlyMicros.size() + " fired");

            // Then
            assertThat(earlyMicros).allMatch(early -> early <= 0);
        }
    }

    @Test
    void shouldGoOnWhenATaskOfAnInstantFails() {
        // Given
        AtomicInteger fired = new AtomicInteger();
        try (Shard shard = new Shard("failing", clock)) {
            shard.at(clock.instant(), () -> {
                throw new IllegalStateException("a bug");
            });
            shard.at(clock.instant(), fired::incrementAndGet);

            // When
            shard.start();

            // Then
            Await.until("the second fired", PATIENCE, () -> fired.get() == 1, () -> "not");
        }
    }
}
