package io.tollgate.enforcement;

import io.tollgate.enforcement.failure.Patience;
import io.tollgate.schemas.serde.RegistryUnavailable;
import java.time.Duration;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the registry in place: to let the stream thread die for each attempt would make all instances rebalance.
 * Gives up, by the clock since an attempt alone may take seconds, before Kafka takes a thread that does not poll for
 * dead. Shared by all stream threads; safe for them.
 */
final class RegistryPatience implements Patience {

    private static final Logger LOGGER = LoggerFactory.getLogger(RegistryPatience.class);
    private static final Duration LONGEST = Duration.ofSeconds(45);
    private static final long PAUSE_MILLIS = 500;

    private final Runnable counter;

    /**
     * @param counter told of each attempt that failed
     */
    RegistryPatience(Runnable counter) {
        this.counter = counter;
    }

    @Override
    public void await(int attempt, Duration waited, RegistryUnavailable unavailable) {
        counter.run();
        if (waited.compareTo(LONGEST) >= 0) {
            throw unavailable;
        }
        if (attempt % 10 == 1) {
            LOGGER.atWarn()
                    .addKeyValue("awaited", "registry")
                    .addKeyValue("reason", unavailable.getMessage())
                    .log("not reachable, a record waits for its schema");
        }
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }
}
