package io.tollgate.gateway.kafka;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What all threads hand to one that works it off, of which only that one ever waits. It is woken only where it has nothing
 * to do: a switch of threads for each thing that comes would cost more than the work.
 *
 * <p>{@link #offer} and {@link #close} are for all threads, the rest is the worker's.
 */
final class Inbox<T> {
    private final Queue<T> queue = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Thread worker;
    private volatile boolean idle;
    private volatile boolean closing;

    /** Never waits. */
    void offer(T item) {
        queue.add(item);
        if (idle) {
            LockSupport.unpark(worker);
        }
    }

    /** Nothing more is to be waited for; what is there and still comes can be taken. */
    void close() {
        closing = true;
        LockSupport.unpark(worker);
    }

    boolean closing() {
        return closing;
    }

    /** The next; null: none is there. */
    @Nullable
    T poll() {
        return queue.poll();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    int size() {
        return queue.size();
    }

    /** Waits until something is there, or it is closed, or for so long; it may return for no reason. */
    void await(long nanos) {
        worker = Thread.currentThread();
        idle = true;
        if (queue.isEmpty() && !closing) {
            LockSupport.parkNanos(nanos);
        }
        idle = false;
    }

    /** Waits for so long whatever comes, so that it goes on together; less when it is closed or the worker interrupted. */
    void gather(long nanos) {
        worker = Thread.currentThread();
        long until = System.nanoTime() + nanos;
        for (long left = nanos;
                left > 0 && !closing && !Thread.currentThread().isInterrupted();
                left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
