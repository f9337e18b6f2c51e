package io.tollgate.enforcement.failure;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream thread that fails is replaced, always: the broken world mends, and enforcement must be there when it does.
 * The same failure may come back many times a second, so only one in ten seconds is logged, with the number of the
 * others. Shared by all stream threads; safe for them.
 */
public final class ThreadReplacement implements StreamsUncaughtExceptionHandler {

    private static final Logger LOGGER = LoggerFactory.getLogger(ThreadReplacement.class);
    private static final long QUIET_NANOS = 10_000_000_000L;

    private final LongSupplier nanoTime;
    private final Runnable counter;
    private final AtomicLong lastLogged;
    private final AtomicInteger unlogged = new AtomicInteger();

    /**
     * @param nanoTime as {@link System#nanoTime()}
     * @param counter told of each replacement
     */
    public ThreadReplacement(LongSupplier nanoTime, Runnable counter) {
        this.nanoTime = nanoTime;
        this.counter = counter;
        this.lastLogged = new AtomicLong(nanoTime.getAsLong() - QUIET_NANOS);
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        counter.run();
        long now = nanoTime.getAsLong();
        long last = lastLogged.get();
        if (now - last >= QUIET_NANOS && lastLogged.compareAndSet(last, now)) {
            LOGGER.atError()
                    .addKeyValue("unlogged", unlogged.getAndSet(0))
                    .setCause(failure)
                    .log("stream thread failed and is replaced");
        } else {
            unlogged.incrementAndGet();
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
