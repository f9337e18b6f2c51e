package io.tollgate.enforcement.failure;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Lets one telling in ten seconds through, with the number of those that were held back: what others can cause at will
 * must not fill the log. Safe for threads.
 */
public final class Seldom {

    private static final long QUIET_NANOS = 10_000_000_000L;

    private final LongSupplier nanoTime;
    private final AtomicLong lastTold;
    private final AtomicInteger heldBack = new AtomicInteger();

    /**
     * @param nanoTime as {@link System#nanoTime()}
     */
    public Seldom(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastTold = new AtomicLong(nanoTime.getAsLong() - QUIET_NANOS);
    }

    /**
     * Tells it now, or counts it for the next time.
     *
     * @param telling given how many were held back since the last one
     */
    public void tell(IntConsumer telling) {
        long now = nanoTime.getAsLong();
        long last = lastTold.get();
        if (now - last >= QUIET_NANOS && lastTold.compareAndSet(last, now)) {
            telling.accept(heldBack.getAndSet(0));
        } else {
            heldBack.incrementAndGet();
        }
    }
}
