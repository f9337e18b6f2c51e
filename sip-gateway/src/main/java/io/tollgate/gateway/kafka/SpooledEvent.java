package io.tollgate.gateway.kafka;

import io.tollgate.CallEvent;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way: its place in the order, and whether it is done with. The record is let go once it is sent, since
 * Kafka's own buffer has it then and the disk has it as well.
 *
 * <p>Settled by any thread, once; the rest is the sender's.
 */
final class SpooledEvent {
    final long index;
    final long atMillis;
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile @Nullable CallEvent event;

    /**
     * @param event null: what lies on the disk cannot be read
     */
    SpooledEvent(long index, @Nullable CallEvent event) {
        this.index = index;
        this.event = event;
        this.atMillis = event == null ? Long.MAX_VALUE : event.getAt().toEpochMilli();
    }

    @Nullable
    CallEvent event() {
        return event;
    }

    void letGo() {
        event = null;
    }

    /** Whether this was the first time. */
    boolean settle() {
        return settled.compareAndSet(false, true);
    }

    boolean isSettled() {
        return settled.get();
    }
}
