package io.tollgate.gateway.proxy;

import io.tollgate.gateway.transaction.InstantTimers;
import io.tollgate.gateway.transaction.InstantTimers.Armed;
import io.tollgate.gateway.transaction.TimerWheel;
import io.tollgate.gateway.transaction.TimerWheel.Timeout;
import java.time.Duration;
import java.time.Instant;
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
 * <p>Timers are of two kinds. {@link #arm} is for the many that may be a tick or two late: retransmissions, linger. {@link
 * #at} is for instants that are money; between two tasks the thread looks whether one has come, and it sleeps to the next
 * one and no longer. The kernel's own slack, 50 microseconds, is what remains; a shorter sleep and a spin would only take
 * the processor from the thread that sends.
 *
 * <p>{@link #execute} and {@link #offer} are for all threads; everything else belongs to the shard's own.
 */
final class Shard implements Executor, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Shard.class);
    private static final long TICK_NANOS = Duration.ofMillis(4).toNanos();
    private static final int SLOTS = 8_192;
    /** So many tasks, then the timers again: a flood must not stop the clock. */
    private static final int BATCH = 64;
    /** So many instants that are due at once, then as many tasks: ten thousand due together must not stop the calls. */
    private static final int DUE_BATCH = 16;

    /** A long sleep is cut here, since the clock may be slewed meanwhile. */
    private static final long LONGEST_SLEEP_MICROS = 100_000;

    /** As many tasks may wait as a second of full load brings: who waits longer has sent his request again. */
    private static final int MOST_WAITING = 16_384;

    /** Whatever a stranger finds to fail on fails with each of his messages: so often it is told. */
    private static final long FAILURE_NANOS = Duration.ofMillis(100).toNanos();

    private final AtomicInteger waiting = new AtomicInteger();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final SteadyClock clock;
    private final TimerWheel wheel;
    private final InstantTimers instants = new InstantTimers();
    private final Thread thread;
    private long failedAtNanos = Long.MIN_VALUE / 2;
    private long untold;
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

    /** Arms a timer for an instant: never early, and as soon after it as this thread gets the processor. */
    Armed at(Instant due, Runnable task) {
        return instants.arm(SteadyClock.microsNotBefore(due), () -> guarded(task));
    }

    void disarm(@Nullable Armed timer) {
        instants.disarm(timer);
    }

    /** Instants that are waited for, as of a moment ago. */
    int instants() {
        return instants.size();
    }

    /** Timers that wait, as of a moment ago. */
    int timers() {
        return wheel.size();
    }

    private void run() {
        while (running) {
            if (!turn()) {
                sleep();
            }
        }
    }

    /** What is due and a batch of what waits; false: neither was there. For whoever is its thread. */
    boolean turn() {
        // First, so that what is armed now counts from now and not from before a long sleep.
        wheel.advance(clock.nanos());
        boolean worked = instants.fire(clock.micros(), DUE_BATCH) > 0;
        int turns = worked ? DUE_BATCH : 0;
        for (int i = 0; i < BATCH && (i < turns || !due()); i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                break;
            }
            worked = true;
            waiting.decrementAndGet();
            guarded(task);
        }
        return worked;
    }

    private boolean due() {
        return instants.size() > 0 && instants.nextMicros() <= clock.micros();
    }

    private void sleep() {
        asleep.set(true);
        if (tasks.isEmpty() && running) {
            if (wheel.size() == 0 && instants.size() == 0) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, nanosToSleep());
            }
        }
        asleep.set(false);
    }

    private long nanosToSleep() {
        long longest = wheel.size() == 0 ? LONGEST_SLEEP_MICROS * 1_000 : TICK_NANOS;
        long next = instants.nextMicros();
        long now = clock.micros();
        return next <= now ? 1 : Math.min(longest, Math.min(next - now, LONGEST_SLEEP_MICROS) * 1_000);
    }

    /** A bug in the handling of one message must not end the calls of all others: it is logged, with its stack. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            long now = clock.nanos();
            if (now - failedAtNanos < FAILURE_NANOS) {
                untold++;
                return;
            }
            failedAtNanos = now;
            LOGGER.atError().setCause(e).addKeyValue("untold", untold).log("a task of a shard failed");
            untold = 0;
        }
    }

    /** Ends the thread; what waits is not done. */
    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
    }
}
