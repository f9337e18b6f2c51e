package io.tollgate.launcher;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Waits until a part works, however long that takes: Kafka that is away may come back. Whoever reads along sees every few
 * seconds what the wait is for, and scripts get no ready line before it is over. Used by the thread that starts.
 */
final class Readiness {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private Readiness() {}

    /** One bounded wait; true if the part works. */
    @FunctionalInterface
    interface Attempt {
        boolean await(Duration atMost) throws InterruptedException;
    }

    /**
     * Returns when the part works.
     *
     * @param waitingFor a line that says why it does not yet; may throw when it never will
     */
    static void await(Attempt attempt, Supplier<String> waitingFor, Progress progress) {
        try {
            while (!attempt.await(BETWEEN_LINES)) {
                progress.say(waitingFor.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while starting", e);
        }
    }
}
