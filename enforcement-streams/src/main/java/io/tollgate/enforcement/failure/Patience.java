package io.tollgate.enforcement.failure;

import io.tollgate.schemas.serde.RegistryUnavailable;
import java.util.function.Supplier;

/**
 * What to do while the schema registry does not answer: a record whose schema is not known yet can neither be used nor
 * be called bad, so its task waits. Implementations may be shared by threads.
 */
@FunctionalInterface
public interface Patience {

    /** Gives up at the first failure; for tests, and where nobody shall wait. */
    Patience NONE = (attempt, unavailable) -> {
        throw unavailable;
    };

    /**
     * Blocks for a while and tells somebody.
     *
     * @param attempt 1 after the first failure
     * @throws RegistryUnavailable to give up: the stream thread is replaced and starts again at the same record
     */
    void await(int attempt, RegistryUnavailable unavailable);

    /** Tries until it succeeds or this gives up. */
    default <T> T retry(Supplier<T> reading) {
        for (int attempt = 1; ; attempt++) {
            try {
                return reading.get();
            } catch (RegistryUnavailable unavailable) {
                await(attempt, unavailable);
            }
        }
    }
}
