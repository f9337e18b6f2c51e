package io.tollgate.gateway.kafka;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Tells the operator of a fault that lasts, every few seconds and not at every try, and remembers it for the health page.
 *
 * <p>Safe for threads.
 */
final class FaultLog {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Logger logger;
    private final String use;
    private final String server;
    private long toldAtNanos = System.nanoTime() - PAUSE_NANOS;
    private volatile @Nullable String current;

    FaultLog(Logger logger, String use) {
        this(logger, use, "Kafka");
    }

    /**
     * @param server who does not serve
     */
    FaultLog(Logger logger, String use, String server) {
        this.logger = logger;
        this.use = use;
        this.server = server;
    }

    synchronized void fault(Throwable fault) {
        String message = fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
        Throwable cause = fault.getCause();
        String told = cause == null || cause.getMessage() == null ? message : message + ": " + cause.getMessage();
        current = told;
        long now = System.nanoTime();
        if (now - toldAtNanos >= PAUSE_NANOS) {
            toldAtNanos = now;
            logger.atWarn()
                    .addKeyValue("use", use)
                    .addKeyValue("fault", told)
                    .log(server + " does not serve, trying again");
        }
    }

    synchronized void cleared() {
        if (current != null) {
            current = null;
            logger.atInfo().addKeyValue("use", use).log(server + " serves again");
        }
    }

    /** Null: none now. */
    @Nullable
    String current() {
        return current;
    }
}
