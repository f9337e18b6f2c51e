package io.tollgate.benchmark;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;

/** A thread that asks without a pause and notes how long it got no answer: by its own work, a lock, or a stopped JVM. */
final class Asking {
    /** The longest gap that a list of gaps tells of; longer ones are only counted. */
    private static final int MOST_MILLIS = 10;

    /** Since the last time. For one thread. */
    static final class Seen {
        private final long startNanos = System.nanoTime();
        private final long[] above = new long[MOST_MILLIS + 1];
        private long endNanos;
        private long count;
        private long longestNanos;
        private long unexpected;

        private void gap(long nanos, boolean expected) {
            count++;
            unexpected += expected ? 0 : 1;
            if (nanos > longestNanos) {
                longestNanos = nanos;
            }
            if (nanos > 1_000_000) {
                long millis = Math.min(MOST_MILLIS, TimeUnit.NANOSECONDS.toMillis(nanos));
                for (int i = 1; i <= millis; i++) {
                    above[i]++;
                }
            }
        }

        double meanNanos() {
            return (endNanos - startNanos) / (double) count;
        }

        long longestNanos() {
            return longestNanos;
        }

        /** Answers that were wrong. */
        long unexpected() {
            return unexpected;
        }

        long above(int millis) {
            return above[millis];
        }
    }

    private final IntPredicate question;
    private final Thread thread = new Thread(this::ask, "asking");
    private final AtomicReference<Seen> handedOver = new AtomicReference<>();
    private volatile boolean wanted;
    private volatile boolean stopped;

    Asking(IntPredicate question) {
        this.question = question;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped = true;
    }

    /** What was seen since the last time. */
    Seen reset() {
        handedOver.set(null);
        wanted = true;
        Seen done = handedOver.get();
        while (done == null) {
            LockSupport.parkNanos(1_000_000);
            done = handedOver.get();
        }
        return done;
    }

    private void ask() {
        Seen current = new Seen();
        long last = System.nanoTime();
        for (int i = 0; !stopped; i = i + 1 & Integer.MAX_VALUE) {
            boolean expected = question.test(i);
            long now = System.nanoTime();
            current.gap(now - last, expected);
            last = now;
            if (wanted) {
                wanted = false;
                current.endNanos = now;
                handedOver.set(current);
                current = new Seen();
            }
        }
    }
}
