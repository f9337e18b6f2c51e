package io.tollgate.gateway.upstream;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether one upstream address serves, as its answers and its silences show: so many failures in a row and it is down,
 * one answer and it is up. Nothing is known of it at first, and it is taken for up.
 *
 * <p>Safe for all threads. An answer that crosses a failure may be forgotten: the next one says it again.
 */
public final class Standing {
    private static final int REQUESTS_TO_PAUSE = 3;

    private final int failuresToDown;
    private final AtomicInteger inARow = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final UpstreamCounts counts;
    private volatile boolean down;
    private final AtomicBoolean paused = new AtomicBoolean();

    /** Of an address of which nothing is known. */
    public Standing(int failuresToDown, UpstreamCounts counts) {
        this.failuresToDown = failuresToDown;
        this.counts = counts;
    }

    /** Whether it does not serve. */
    public boolean down() {
        return down;
    }

    /** Whether requests should rather go elsewhere. */
    public boolean avoided() {
        return down || paused.get();
    }

    /**
     * It refuses a request and asks to be left alone for a while, which may be meant for one caller: only where it says
     * so several times and nothing else, it is left alone.
     *
     * @return as {@link #pause}
     */
    public boolean asksForPause() {
        return asked.incrementAndGet() >= REQUESTS_TO_PAUSE && pause();
    }

    /**
     * It asks to be left alone for a while.
     *
     * @return whether that is new, and the caller is the one to {@link #resume} it
     */
    public boolean pause() {
        return paused.compareAndSet(false, true);
    }

    /** That while is over. */
    public void resume() {
        paused.set(false);
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
        if (asked.get() != 0) {
            asked.set(0);
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
