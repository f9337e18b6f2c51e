package io.tollgate.gateway.kafka;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of events. When nothing moves, {@code accepted = acknowledged + rejected + waiting}. Those that a former
 * life of the gateway left on the disk are accepted by this one when it finds them.
 *
 * <p>Safe for threads.
 */
final class EventCounts {
    final LongAdder accepted = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder rejected = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final AtomicInteger waiting = new AtomicInteger();

    /** Takes one if there is room; else counts it as dropped. */
    boolean accept(int bound) {
        if (waiting.incrementAndGet() > bound) {
            waiting.decrementAndGet();
            dropped.increment();
            return false;
        }
        accepted.increment();
        return true;
    }

    void found(int events) {
        accepted.add(events);
        waiting.addAndGet(events);
    }

    void acknowledged() {
        acknowledged.increment();
        waiting.decrementAndGet();
    }

    void rejected(long events) {
        rejected.add(events);
        waiting.addAndGet(Math.toIntExact(-events));
    }

    long settled() {
        return acknowledged.sum() + rejected.sum();
    }
}
