package io.tollgate.gateway.kafka;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that were handed to a producer, in their order. Answers come in any order, since partitions are written apart;
 * the disk forgets up to the first event without one. That is done now and then and not for each event: after a kill a
 * few are sent twice, under the ids that they had.
 *
 * <p>The sender's; {@link #settle} and {@link #oldest} are for all threads.
 */
final class EventsInFlight {
    static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final Logger LOGGER = LoggerFactory.getLogger(EventsInFlight.class);
    private static final int MANY = 1_000;

    /** One producer's; the failures of one that was thrown away are no answers. */
    static final class Life {
        private volatile boolean over;

        boolean lasts() {
            return !over;
        }

        void end() {
            over = true;
        }
    }

    private final EventSpool spool;
    private final EventCounts counts;
    private final Deque<SpooledEvent> sent = new ArrayDeque<>();
    private final Deque<SpooledEvent> again = new ArrayDeque<>();
    private Life life = new Life();
    private long settledBefore;
    private long droppedAtNanos = System.nanoTime();
    private volatile @Nullable SpooledEvent oldest;

    EventsInFlight(EventSpool spool, EventCounts counts) {
        this.spool = spool;
        this.counts = counts;
    }

    Life life() {
        return life;
    }

    /** Kafka has it, or will never have it. */
    void settle(SpooledEvent event, @Nullable Exception failure) {
        if (!event.settle()) {
            return;
        }
        if (failure == null) {
            counts.acknowledged();
        } else {
            counts.rejected(1);
            LOGGER.atDebug().setCause(failure).log("event rejected");
        }
    }

    /** What must go out again before anything else; null: nothing. */
    @Nullable
    SpooledEvent againFirst() {
        return again.peek();
    }

    /** The event was sent. Returns whether it came from here. */
    boolean take(SpooledEvent event) {
        boolean ours = again.peek() == event;
        if (ours) {
            again.remove();
        }
        sent.add(event);
        if (spool.isWritten(event)) {
            event.letGo();
        }
        return ours;
    }

    boolean isEmpty() {
        return sent.isEmpty();
    }

    /** The producer is gone: what it had without an answer is to be sent again. */
    void again() {
        life = new Life();
        advance();
        while (!sent.isEmpty()) {
            SpooledEvent last = sent.removeLast();
            if (!last.isSettled()) {
                again.addFirst(last);
            }
        }
    }

    /**
     * Forgets what is done with, when it is time.
     *
     * @param first what will be sent next
     */
    void look(@Nullable SpooledEvent first) {
        advance();
        SpooledEvent head = sent.peek();
        oldest = head == null ? first : head;
        long droppable = spool.droppable(settledBefore);
        if (droppable >= MANY || droppable > 0 && System.nanoTime() - droppedAtNanos >= PAUSE_NANOS) {
            drop();
        }
    }

    private void advance() {
        while (!sent.isEmpty() && sent.peek().isSettled()) {
            settledBefore = sent.remove().index + 1;
        }
    }

    /** Forgets all that is done with, up to the first that is not. */
    void dropSettled() {
        look(again.peek());
        drop();
    }

    private void drop() {
        spool.dropBefore(settledBefore);
        droppedAtNanos = System.nanoTime();
    }

    /** When the oldest event without an answer happened; null: none is known. */
    @Nullable
    Instant oldest() {
        SpooledEvent event = oldest;
        return event == null || event.isSettled() || event.atMillis == Long.MAX_VALUE
                ? null
                : Instant.ofEpochMilli(event.atMillis);
    }
}
