package io.tollgate.testsupport.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a condition with a deadline, and says what was seen instead when it does not come. */
public final class Await {
    /** Long enough for a busy machine; nobody waits that long when all is well. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final long FIRST_PAUSE_NANOS = 200_000;
    private static final long LONGEST_PAUSE_NANOS = 20_000_000;

    private Await() {}

    /**
     * Waits until {@code condition} holds.
     *
     * @param what what is awaited, as in "the call to end"
     * @param seen what to print if it does not come; asked once, at the deadline
     */
    public static void until(String what, Duration within, BooleanSupplier condition, Supplier<?> seen) {
        long deadline = System.nanoTime() + within.toNanos();
        long pause = FIRST_PAUSE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline >= 0) {
                throw new AssertionError("waited " + within + " for " + what + "; seen instead: " + seen.get());
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting for " + what);
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(LONGEST_PAUSE_NANOS, pause * 2);
        }
    }

    /** As above, with {@link #PATIENCE}. */
    public static void until(String what, BooleanSupplier condition, Supplier<?> seen) {
        until(what, PATIENCE, condition, seen);
    }

    /** Waits until what {@code source} gives satisfies {@code wanted}, and gives that; prints the last one if not. */
    public static <T> T until(String what, Duration within, Callable<T> source, Predicate<? super T> wanted) {
        Last<T> last = new Last<>(source);
        until(what, within, () -> wanted.test(last.next()), () -> last.value);
        return last.value;
    }

    /** Waits until this instant has come by the wall clock, for a story whose next part has its time. */
    public static void instant(Instant instant) {
        Duration within = Duration.between(Instant.now(), instant).plus(PATIENCE);
        until(
                "the clock to show " + instant,
                within,
                () -> !Instant.now().isBefore(instant),
                (java.util.function.Supplier<?>) Instant::now);
    }

    private static final class Last<T> {
        private final Callable<T> source;
        private T value;

        Last(Callable<T> source) {
            this.source = source;
            this.value = next();
        }

        T next() {
            try {
                value = source.call();
                return value;
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError("while waiting", e);
            }
        }
    }
}
