package io.tollgate.enforcement.failure;

import io.tollgate.schemas.serde.RegistryUnavailable;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What to do while the schema registry does not answer: a record whose schema is not known yet can neither be used nor
 * be called bad, so its task waits. Implementations may be shared by threads.
 */
@FunctionalInterface
public interface Patience {

    /** Gives up at the first failure; for tests, and where nobody shall wait. */
    Patience NONE = (attempt, waited, unavailable) -> {
        throw unavailable;
    };

    /**
     * Blocks for a while and tells somebody.
     *
     * @param attempt 1 after the first failure
     * @param waited since before the first attempt: attempts themselves may take long
     * @throws RegistryUnavailable to give up: the stream thread is replaced and starts again at the same record
     */
    void await(int attempt, Duration waited, RegistryUnavailable unavailable);

    /** Tries until it succeeds or this gives up. */
    default <T extends @Nullable Object> T retry(Supplier<T> reading) {
        long startNanos = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                return reading.get();
            } catch (RegistryUnavailable unavailable) {
                await(attempt, Duration.ofNanos(System.nanoTime() - startNanos), unavailable);
            }
        }
    }

    /** Likewise, for what yields nothing and can be done again. */
    default void untilDone(Runnable writing) {
        this.<@Nullable Void>retry(() -> {
            writing.run();
            return null;
        });
    }
}
