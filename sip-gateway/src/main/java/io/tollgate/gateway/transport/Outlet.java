package io.tollgate.gateway.transport;

import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The bounded way from any thread to one channel.
 *
 * <p>Writing to a Netty channel from outside its event loop wakes the loop for each message and queues without bound.
 * Here one wake-up carries all that came meanwhile and one flush sends it; what a slow peer does not take is refused at
 * the bound. A message waits from its offer until the channel takes it, so a connection may still be opening.
 *
 * <p>{@link #offer} is for all threads and never blocks; offers of one thread leave in their order. The rest runs on the
 * channel's event loop.
 */
final class Outlet {
    /** Written in one go; then the loop may read. */
    private static final int BATCH = 256;

    private final int maxMessages;
    private final long maxBytes;
    private final Function<Outgoing, Object> toWire;
    private final Queue<Outgoing> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile @Nullable Channel channel;
    private volatile @Nullable SendFault closedBy;

    Outlet(int maxMessages, long maxBytes, Function<Outgoing, Object> toWire) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.toWire = toWire;
    }

    /** False when closed: the message is the caller's again. Otherwise it will be written or will fail. */
    boolean offer(Outgoing outgoing) {
        if (closedBy != null) {
            return false;
        }
        boolean tooMany = messages.incrementAndGet() > maxMessages;
        boolean tooLong = bytes.addAndGet(outgoing.message().length) > maxBytes;
        if (tooMany || tooLong) {
            release(outgoing);
            outgoing.fail(SendFault.OVERLOADED);
            return true;
        }
        queue.add(outgoing);
        SendFault fault = closedBy;
        if (fault != null) {
            failQueued(fault);
        } else {
            schedule();
        }
        return true;
    }

    /** The channel is ready for what waits and what will come. */
    void open(Channel ready) {
        channel = ready;
        schedule();
    }

    /** The channel takes more again. */
    void resume() {
        schedule();
    }

    /** Writes what the channel takes and closes. */
    void finish(SendFault fault) {
        Channel ready = channel;
        if (ready != null && ready.isActive()) {
            write(ready, Integer.MAX_VALUE);
        }
        close(fault);
    }

    /** Fails what waits; what is offered from now on is refused. For all threads. */
    void close(SendFault fault) {
        closedBy = fault;
        failQueued(fault);
    }

    private void schedule() {
        Channel ready = channel;
        if (ready != null && !queue.isEmpty() && scheduled.compareAndSet(false, true)) {
            try {
                ready.eventLoop().execute(() -> drain(ready));
            } catch (RejectedExecutionException shutDown) {
                close(SendFault.CLOSED);
            }
        }
    }

    private void drain(Channel ready) {
        scheduled.set(false);
        write(ready, BATCH);
        if (ready.isWritable()) {
            schedule();
        }
    }

    private void write(Channel ready, int most) {
        for (int i = 0; i < most && ready.isWritable(); i++) {
            Outgoing next = queue.poll();
            if (next == null) {
                break;
            }
            release(next);
            next.writing();
            ready.write(toWire.apply(next)).addListener(next);
        }
        ready.flush();
    }

    private void failQueued(SendFault fault) {
        for (Outgoing next = queue.poll(); next != null; next = queue.poll()) {
            release(next);
            next.fail(fault);
        }
    }

    private void release(Outgoing outgoing) {
        messages.decrementAndGet();
        bytes.addAndGet(-outgoing.message().length);
    }
}
