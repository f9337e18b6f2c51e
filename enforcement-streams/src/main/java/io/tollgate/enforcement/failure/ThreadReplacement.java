package io.tollgate.enforcement.failure;

import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream thread that fails is replaced, always: the broken world mends, and enforcement must be there when it does.
 * Shared by all stream threads; safe for them.
 */
public final class ThreadReplacement implements StreamsUncaughtExceptionHandler {

    private static final Logger LOGGER = LoggerFactory.getLogger(ThreadReplacement.class);

    private final Seldom seldom;
    private final Runnable counter;

    /**
     * @param nanoTime as {@link System#nanoTime()}
     * @param counter told of each replacement
     */
    public ThreadReplacement(LongSupplier nanoTime, Runnable counter) {
        this.seldom = new Seldom(nanoTime);
        this.counter = counter;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        counter.run();
        seldom.tell(heldBack -> LOGGER.atError()
                .addKeyValue("heldBack", heldBack)
                .setCause(failure)
                .log("stream thread failed and is replaced"));
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
