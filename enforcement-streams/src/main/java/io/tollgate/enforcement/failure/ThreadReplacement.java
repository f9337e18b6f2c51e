package io.tollgate.enforcement.failure;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream thread that fails is replaced, always: the broken world mends, and enforcement must be there when it does. The
 * first replacement comes at once; where threads keep failing each waits longer, so that the group is not kept busy with
 * rebalances, and it shows. Shared by all stream threads; safe for them.
 */
public final class ThreadReplacement implements StreamsUncaughtExceptionHandler {

    private static final Logger LOGGER = LoggerFactory.getLogger(ThreadReplacement.class);

    private static final long REMEMBERED_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int TOO_MANY = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    /** Less than the time in which this service closes. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final LongSupplier nanoTime;
    private final Consumer<Duration> pause;
    private final Seldom seldom;
    private final Runnable counter;
    private final Deque<Long> failures = new ArrayDeque<>();

    /**
     * @param nanoTime as {@link System#nanoTime()}
     * @param pause blocks its caller for so long
     * @param counter told of each replacement
     */
    public ThreadReplacement(LongSupplier nanoTime, Consumer<Duration> pause, Runnable counter) {
        this.nanoTime = nanoTime;
        this.pause = pause;
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
        int lately = remember();
        if (lately > 1) {
            pause.accept(pause(lately));
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Whether threads keep failing: three within the last minute. */
    public boolean isFailing() {
        synchronized (failures) {
            forget(nanoTime.getAsLong());
            return failures.size() >= TOO_MANY;
        }
    }

    private int remember() {
        synchronized (failures) {
            long now = nanoTime.getAsLong();
            forget(now);
            failures.addLast(now);
            return failures.size();
        }
    }

    private void forget(long now) {
        while (!failures.isEmpty() && now - failures.getFirst() >= REMEMBERED_NANOS) {
            failures.removeFirst();
        }
    }

    private static Duration pause(int lately) {
        var pause = FIRST_PAUSE;
        for (int failure = 2; failure < lately && pause.compareTo(LONGEST_PAUSE) < 0; failure++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
