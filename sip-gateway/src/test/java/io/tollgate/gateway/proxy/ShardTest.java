package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.testsupport.scenario.Await;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
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

    /** Tries again while too many wait. */
    private static void offerHere(Shard shard, Runnable task) {
        while (!shard.offerHere(task, false)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldDoAfterTheStartWhatWasOfferedHereBefore() {
        // Given
        AtomicInteger done = new AtomicInteger();
        try (Shard shard = new Shard("not started", clock)) {
            // When
            shard.offerHere(done::incrementAndGet, false);
            int before = done.get();
            shard.start();

            // Then
            assertThat(before).isZero();
            Await.until("done", PATIENCE, () -> done.get() == 1, () -> "not");
        }
    }

    @Test
    void shouldDoWhatIsToBeDoneSoonThoughNothingElseComes() {
        // Given
        AtomicInteger armed = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        try (Shard shard = new Shard("soon", clock)) {
            shard.start();
            shard.execute(() -> {
                shard.arm(Duration.ofHours(1).toNanos(), () -> {});
                armed.incrementAndGet();
            });
            Await.until("a timer", PATIENCE, () -> armed.get() == 1, () -> "none");

            // When
            for (int i = 1; i <= 10; i++) {
                int times = i;
                shard.executeSoon(done::incrementAndGet);

                // Then
                Await.until("done", PATIENCE, () -> done.get() == times, () -> done + " of " + times);
            }
        }
    }

    @Test
    void shouldDoWhatIsToBeDoneSoonBeforeWhatComesNext() {
        // Given
        List<String> done = new CopyOnWriteArrayList<>();
        try (Shard shard = new Shard("soon, then next", clock)) {
            shard.start();

            // When
            shard.executeSoon(() -> done.add("soon"));
            shard.execute(() -> done.add("next"));

            // Then
            Await.until("both", PATIENCE, () -> done.size() == 2, done::toString);
            assertThat(done).containsExactly("soon", "next");
        }
    }

    @Test
    void shouldDoNothingThatIsOfferedHereAfterTheEnd() throws InterruptedException {
        // Given
        AtomicReference<Thread> own = new AtomicReference<>();
        AtomicInteger done = new AtomicInteger();
        Shard shard = new Shard("ended", clock);
        shard.execute(() -> own.set(Thread.currentThread()));
        shard.start();
        Await.until("running", PATIENCE, () -> own.get() != null, () -> "not");
        shard.close();
        own.get().join(PATIENCE.toMillis());

        // When
        shard.offerHere(done::incrementAndGet, false);

        // Then
        assertThat(done).hasValue(0);
    }

    @Test
    void shouldWorkOnTheCallersThreadWhenItsOwnSleeps() {
        // Given
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        try (Shard shard = new Shard("lent", clock)) {
            shard.start();

            // When, Then
            Await.until(
                    "this thread did it",
                    PATIENCE,
                    () -> {
                        shard.offerHere(() -> workers.add(Thread.currentThread()), false);
                        return workers.contains(Thread.currentThread());
                    },
                    workers::toString);
        }
    }

    @Test
    void shouldDoAllTasksOneAfterAnotherWhenManyThreadsBringThem() throws InterruptedException {
        // Given
        int each = 20_000;
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlapping = new AtomicInteger();
        long[] done = new long[1];
        AtomicInteger seen = new AtomicInteger();
        try (Shard shard = new Shard("contended", clock)) {
            shard.start();
            Runnable task = () -> {
                if (inside.incrementAndGet() > 1) {
                    overlapping.incrementAndGet();
                }
                done[0]++;
                inside.decrementAndGet();
            };
            List<Runnable> ways = List.of(
                    () -> offerHere(shard, task),
                    () -> offerHere(shard, task),
                    () -> shard.execute(task),
                    () -> offerHere(shard, () -> shard.arm(0, task)));

            // When
            List<Thread> threads = ways.stream()
                    .map(way -> new Thread(() -> {
                        for (int i = 0; i < each; i++) {
                            way.run();
                            if (i % 100 == 0) {
                                LockSupport.parkNanos(1_000); // lets the shard fall asleep now and then
                            }
                        }
                    }))
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }

            // Then
            Await.until(
                    "all done",
                    PATIENCE,
                    () -> {
                        shard.execute(() -> seen.set((int) done[0]));
                        return seen.get() == each * ways.size();
                    },
                    () -> seen + " done");
            assertThat(overlapping).hasValue(0);
        }
    }

    @Test
    void shouldWakeForAnInstantThatWasArmedWhileItSlept() {
        // Given
        Set<Thread> firedOn = ConcurrentHashMap.newKeySet();
        try (Shard shard = new Shard("armed while lent", clock)) {
            shard.start();

            // When
            Await.until(
                    "armed by this thread",
                    PATIENCE,
                    () -> {
                        boolean[] here = new boolean[1];
                        Thread caller = Thread.currentThread();
                        offerHere(shard, () -> {
                            if (Thread.currentThread() == caller) {
                                here[0] = true;
                                shard.at(clock.instant().plusMillis(2), () -> firedOn.add(Thread.currentThread()));
                            }
                        });
                        return here[0];
                    },
                    () -> "never");

            // Then
            Await.until("fired", PATIENCE, () -> !firedOn.isEmpty(), () -> "not");
        }
    }
}
