package io.tollgate.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of an endpoint: waits for its sockets and its timers together, so that a thousand calls need neither a
 * thread each nor a lock.
 *
 * <p>{@link #execute} may be called from anywhere; everything else belongs to the loop's own thread.
 */
final class Loop implements AutoCloseable {
    /** A timer that can be stopped; stopping twice, or after it fired, does nothing. */
    static final class Timer {
        private final long dueNanos;
        private final long order;
        private @Nullable Runnable task;

        private Timer(long dueNanos, long order, Runnable task) {
            this.dueNanos = dueNanos;
            this.order = order;
            this.task = task;
        }

        void stop() {
            task = null; // what it would have touched can be collected long before it is due
        }
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(Loop.class);
    private static final int MOST_TASKS = 200_000;
    private static final long CLOSE_MILLIS = 5_000;
    private static final long START = System.nanoTime();

    private final Selector selector;
    private final Queue<Runnable> tasks = new LinkedBlockingQueue<>(MOST_TASKS);
    private final AtomicBoolean woken = new AtomicBoolean();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(
            Comparator.<Timer>comparingLong(timer -> timer.dueNanos - START).thenComparingLong(timer -> timer.order));
    private final AtomicLong faults = new AtomicLong();
    private final Thread thread;
    private volatile boolean open = true;
    private long order;

    Loop(String name) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::run, "phone-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs {@code task} on the loop's thread, in the order of the calls. */
    void execute(Runnable task) {
        if (!open) {
            throw new IllegalStateException("this phone is closed");
        }
        if (!tasks.offer(task)) {
            throw new IllegalStateException("more than " + MOST_TASKS + " orders wait for this phone");
        }
        if (woken.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    Timer schedule(Duration delay, Runnable task) {
        return scheduleAt(System.nanoTime() + delay.toNanos(), task);
    }

    Timer scheduleAt(long dueNanos, Runnable task) {
        Timer timer = new Timer(dueNanos, order++, task);
        timers.add(timer);
        return timer;
    }

    SelectionKey register(SelectableChannel channel, int operations, Consumer<SelectionKey> ready) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, ready);
    }

    /** How often something threw on the loop: each is a bug of the phones or of a script, and logged. */
    long faults() {
        return faults.get();
    }

    boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    private void run() {
        try {
            while (open) {
                waitForWork();
                woken.set(false);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    guarded(task);
                }
                var ready = selector.selectedKeys();
                for (SelectionKey key : ready) {
                    guarded(() -> readyOf(key).accept(key));
                }
                ready.clear();
                fireDueTimers();
            }
        } catch (IOException e) {
            LOGGER.atError().setCause(e).log("a phone's selector failed");
        } finally {
            closeChannels();
        }
    }

    private void waitForWork() throws IOException {
        while (!timers.isEmpty() && timers.peek().task == null) {
            timers.remove();
        }
        Timer next = timers.peek();
        if (!tasks.isEmpty()) {
            selector.selectNow();
        } else if (next == null) {
            selector.select();
        } else {
            long nanos = next.dueNanos - System.nanoTime();
            if (nanos <= 0) {
                selector.selectNow();
            } else {
                selector.select(Math.max(1, nanos / 1_000_000)); // 0 would wait for ever
            }
        }
    }

    private void fireDueTimers() {
        long now = System.nanoTime();
        for (Timer timer = timers.peek(); timer != null && timer.dueNanos - now <= 0; timer = timers.peek()) {
            timers.remove();
            if (timer.task != null) {
                guarded(timer.task);
            }
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            faults.incrementAndGet();
            LOGGER.atWarn().setCause(e).log("a phone's script or state failed; the phone goes on");
        }
    }

    @SuppressWarnings("unchecked") // register() attaches nothing else
    private static Consumer<SelectionKey> readyOf(SelectionKey key) {
        return (Consumer<SelectionKey>) key.attachment();
    }

    private void closeChannels() {
        try {
            for (SelectionKey key : new ArrayList<>(selector.keys())) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            LOGGER.atDebug().setCause(e).log("closing a phone's sockets");
        }
    }

    @Override
    public void close() {
        open = false;
        selector.wakeup();
        if (isCurrentThread()) {
            return;
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
