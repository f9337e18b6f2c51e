package io.tollgate.benchmark.lean;

import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/** Something that is done a number of times at a rate, however slow its effects are. For one thread. */
final class Schedule {
    private final int count;
    private final double perSecond;
    private final IntConsumer action;
    private final long startNanos = System.nanoTime();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int next;

    Schedule(int count, double perSecond, IntConsumer action) {
        this.count = count;
        this.perSecond = perSecond;
        this.action = action;
    }

    /** Does what is due; true: that was the last. */
    boolean advance(long nowNanos) {
        while (next < count && nowNanos - startNanos >= next * 1e9 / perSecond) {
            action.accept(next++);
        }
        return next == count && done.complete(null);
    }

    CompletableFuture<Void> done() {
        return done;
    }
}
