package io.tollgate.gateway.upstream;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether one upstream address serves, as its answers and its silences show: so many failures in a row and it is down,
 * one answer and it is up. Nothing is known of it at first, and it is taken for up.
 *
 * <p>Safe for all threads. An answer that crosses a failure may be forgotten: the next one says it again.
 */
public final class Standing {
    private final int failuresToDown;
    private final AtomicInteger inARow = new AtomicInteger();
    private final UpstreamCounts counts;
    private volatile boolean down;

    /** Of an address of which nothing is known. */
    public Standing(int failuresToDown, UpstreamCounts counts) {
        this.failuresToDown = failuresToDown;
        this.counts = counts;
    }

    /** Whether requests should rather go elsewhere. */
    public boolean down() {
        return down;
    }

    /** A request was sent there. */
    public void tried() {
        counts.requests.increment();
    }

    /**
     * It answered.
     *
     * @return whether it was down until now
     */
    public boolean answered() {
        if (inARow.get() != 0) {
            inARow.set(0);
        }
        boolean rose = down;
        down = false;
        return rose;
    }

    /**
     * It could not be reached, was silent, or said that it does not serve.
     *
     * @return whether it is down from now on
     */
    public boolean failed() {
        counts.failures.increment();
        if (inARow.incrementAndGet() < failuresToDown || down) {
            return false;
        }
        down = true;
        return true;
    }
}
