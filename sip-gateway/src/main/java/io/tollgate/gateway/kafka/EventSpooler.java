package io.tollgate.gateway.kafka;

import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.store.StoreFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events off the shards' hands: makes records of them, hands these on to be sent, and writes what Kafka does not have
 * to the disk a moment later, many at once. Kafka and the disk can each be slow or away without the other noticing.
 *
 * <p>{@link #offer} is for all threads and never waits; {@link #work} is the spooling thread's.
 */
final class EventSpooler {
    private static final Logger LOGGER = LoggerFactory.getLogger(EventSpooler.class);
    private static final int AT_ONCE = 1_000;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /**
     * The first event after a pause goes on at once; those that come within so long of it go on together. To wake three
     * threads for each would cost more than all that is done with it. What Kafka does not have when the pace is over is
     * written: twice the pace is what a kill takes at most.
     */
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final OutboundMapping mapping;
    private final EventSpool spool;
    private final EventCounts counts;
    private final Runnable handedOn;
    private final FaultLog faults = new FaultLog(LOGGER, "events", "the disk");
    private final Inbox<CallEvent> inbox = new Inbox<>();
    private long writeDueNanos = System.nanoTime();

    /**
     * @param handedOn told when there is something to be sent
     */
    EventSpooler(OutboundMapping mapping, EventSpool spool, EventCounts counts, Runnable handedOn) {
        this.mapping = mapping;
        this.spool = spool;
        this.counts = counts;
        this.handedOn = handedOn;
    }

    void offer(CallEvent event) {
        inbox.offer(event);
    }

    void work() {
        List<io.tollgate.CallEvent> batch = new ArrayList<>(AT_ONCE);
        while (!Thread.currentThread().isInterrupted()
                && !(inbox.closing() && inbox.isEmpty() && spool.unwritten() == 0)) {
            drain(batch);
            if (!batch.isEmpty()) {
                boolean full = batch.size() == AT_ONCE;
                spool.add(batch);
                batch.clear();
                handedOn.run();
                if (!full) {
                    inbox.gather(PACE_NANOS);
                }
            }
            long pause = spool.unwritten() == 0 ? IDLE_NANOS : writeDueNanos - System.nanoTime();
            if (pause <= 0 || inbox.closing()) {
                write();
            } else {
                inbox.await(pause);
            }
        }
    }

    private void drain(List<io.tollgate.CallEvent> batch) {
        CallEvent event;
        while (batch.size() < AT_ONCE && (event = inbox.poll()) != null) {
            try {
                batch.add(mapping.event(event));
            } catch (RuntimeException bug) {
                // An event that cannot be told must not keep the others back for ever.
                LOGGER.atError().setCause(bug).log("an event could not be written and is lost");
                counts.rejected(1);
            }
        }
    }

    private void write() {
        try {
            spool.write();
            faults.cleared();
            writeDueNanos = System.nanoTime();
        } catch (StoreFailed failed) {
            faults.fault(failed);
            writeDueNanos = System.nanoTime() + RETRY_NANOS;
            if (inbox.closing()) {
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    /** Ends when everything is handed on and written. */
    void finish() {
        inbox.close();
    }

    /** What keeps events from the disk; null: nothing. */
    @Nullable
    String fault() {
        return faults.current();
    }
}
