package io.tollgate.gateway.proxy;

import io.tollgate.gateway.transaction.TimerWheel;
import io.tollgate.gateway.transaction.TimerWheel.Timeout;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread with its tasks and its timers: all of a call happens on one shard, without locks.
 *
 * <p>{@link #execute} and {@link #offer} are for all threads; everything else belongs to the shard's own.
 */
final class Shard implements Executor, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Shard.class);
    private static final long TICK_NANOS = Duration.ofMillis(4).toNanos();
    private static final int SLOTS = 8_192;
    /** So many tasks, then the timers again: a flood must not stop the clock. */
    private static final int BATCH = 64;

    /** As many tasks may wait as a second of full load brings: who waits longer has sent his request again. */
    private static final int MOST_WAITING = 16_384;

    private final AtomicInteger waiting = new AtomicInteger();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final SteadyClock clock;
    private final TimerWheel wheel;
    private final Thread thread;
    private volatile boolean running = true;

    Shard(String name, SteadyClock clock) {
        this.clock = clock;
        this.wheel = new TimerWheel(TICK_NANOS, SLOTS, clock.nanos());
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * Takes a task unless too many wait.
     *
     * @param sheddable whether it is among the first to be left out
     */
    boolean offer(Runnable task, boolean sheddable) {
        if (waiting.get() >= (sheddable ? MOST_WAITING / 2 : MOST_WAITING)) {
            return false;
        }
        execute(task);
        return true;
    }

    /** Takes a task always: what the gateway owes itself, such as a timer's or a command's work. */
    @Override
    public void execute(Runnable task) {
        waiting.incrementAndGet();
        tasks.add(task);
        if (asleep.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        }
    }

    /** Arms a timer; it fires on this shard. */
    Timeout arm(long delayNanos, Runnable task) {
        return wheel.arm(clock.nanos() + delayNanos, () -> guarded(task));
    }

    void disarm(@Nullable Timeout timeout) {
        wheel.disarm(timeout);
    }

    private void run() {
        while (running) {
            boolean worked = false;
            // First, so that what is armed now counts from now and not from before a long sleep.
            wheel.advance(clock.nanos());
            for (int i = 0; i < BATCH; i++) {
                Runnable task = tasks.poll();
                if (task == null) {
                    break;
                }
                worked = true;
                waiting.decrementAndGet();
                guarded(task);
            }
            if (!worked) {
                sleep();
            }
        }
    }

    private void sleep() {
        asleep.set(true);
        if (tasks.isEmpty() && running) {
            if (wheel.size() == 0) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, TICK_NANOS);
            }
        }
        asleep.set(false);
    }

    /** A bug in the handling of one message must not end the calls of all others: it is logged, with its stack. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOGGER.atError().setCause(e).log("a task of a shard failed");
        }
    }

    /** Ends the thread; what waits is not done. */
    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
    }
}
