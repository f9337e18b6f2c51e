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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread with its tasks and its timers: all of a call happens on one shard, without locks.
 *
 * <p>Where little comes, to wake a thread costs more than what it is woken for. So the shard can be lent: while its thread
 * sleeps, whoever brings a task by {@link #offerHere} does the shard's work himself. One of the two has the shard at any
 * time ({@link Holder}), and sees all that the other did.
 *
 * <p>Timers are of two kinds. {@link #arm} is for the many that may be a tick or two late: retransmissions, linger. {@link
 * #at} is for instants that are money; between two tasks the thread looks whether one has come, and it sleeps to the next
 * one and no longer. The kernel's own slack, 50 microseconds, is what remains; a shorter sleep and a spin would only take
 * the processor from the thread that sends.
 *
 * <p>{@link #execute}, {@link #executeSoon}, {@link #offer} and {@link #offerHere} are for all threads; everything else is for
 * whoever has the shard.
 */
final class Shard implements Executor, AutoCloseable {
    /**
     * Who may touch what the shard owns, and who changes that.
     *
     * <pre>
     * OWN     its thread         -&gt; NOBODY  its thread goes to sleep
     * NOBODY                     -&gt; OWN     its thread wakes, or whoever has a task for it wakes it
     *                            -&gt; LENT    a thread with a task takes the shard
     * LENT    that thread        -&gt; NOBODY  it has done what there was
     *                            -&gt; OWN     more is there, or due soon: it wakes the shard's own
     *                            -&gt; CLAIMED the shard's own wakes meanwhile, and sleeps until it is given the shard
     * CLAIMED that thread        -&gt; OWN     it gives the shard back
     * </pre>
     */
    private enum Holder {
        OWN,
        NOBODY,
        LENT,
        CLAIMED
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(Shard.class);
    /** Nothing that matters and waits for a tick is shorter than 200 ms, and a thread that wakes in vain costs. */
    private static final long TICK_NANOS = Duration.ofMillis(20).toNanos();

    private static final int SLOTS = 2_048;
    /** So many tasks, then the timers again: a flood must not stop the clock. */
    private static final int BATCH = 64;
    /** On a thread that has other work to do. */
    private static final int BATCH_HERE = 8;
    /** So many instants that are due at once, then as many tasks: ten thousand due together must not stop the calls. */
    private static final int DUE_BATCH = 16;

    /** A long sleep is cut here, since the clock may be slewed meanwhile. */
    private static final long LONGEST_SLEEP_MICROS = 100_000;

    /** Two reckonings of the same instant differ by less, since they are in whole microseconds. */
    private static final long CLOCK_NANOS = 1_000;

    /** Without timers nothing is missed. */
    private static final long UNDISTURBED_NANOS = Duration.ofMinutes(1).toNanos();

    /** As many tasks may wait as a second of full load brings: who waits longer has sent his request again. */
    private static final int MOST_WAITING = 16_384;

    /** Whatever a stranger finds to fail on fails with each of his messages: so often it is told. */
    private static final long FAILURE_NANOS = Duration.ofMillis(100).toNanos();

    private final AtomicInteger waiting = new AtomicInteger();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Holder> holder = new AtomicReference<>(Holder.OWN);
    private final SteadyClock clock;
    private final TimerWheel wheel;
    private final InstantTimers instants = new InstantTimers();
    private final Thread thread;
    private long failedAtNanos = Long.MIN_VALUE / 2;
    private long untold;

    /** When its sleeping thread wakes by itself; of the monotonic clock. */
    private long wakesAtNanos;

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
        boolean taken = hasRoom(sheddable);
        if (taken) {
            execute(task);
        }
        return taken;
    }

    /**
     * Likewise, and does it at once, on the calling thread, where the shard's own sleeps. For threads that can spare the time
     * of a few tasks.
     */
    boolean offerHere(Runnable task, boolean sheddable) {
        boolean taken = hasRoom(sheddable);
        if (taken) {
            executeHere(task);
        }
        return taken;
    }

    private void executeHere(Runnable task) {
        add(task);
        if (holder.compareAndSet(Holder.NOBODY, Holder.LENT)) {
            try {
                // What its own thread is late for may be much.
                if (clock.nanos() - wakesAtNanos < 0) {
                    turn(BATCH_HERE);
                }
            } finally {
                giveBack();
            }
        }
    }

    private boolean hasRoom(boolean sheddable) {
        return waiting.get() < (sheddable ? MOST_WAITING / 2 : MOST_WAITING);
    }

    /** Takes a task always: what the gateway owes itself, such as a timer's or a command's work. */
    @Override
    public void execute(Runnable task) {
        add(task);
        wake();
    }

    /**
     * Likewise, but wakes nobody: it is done before the next task, or with the next tick. There are ticks only while a timer
     * is armed, as a call always has one.
     */
    void executeSoon(Runnable task) {
        add(task);
    }

    private void add(Runnable task) {
        waiting.incrementAndGet();
        tasks.add(task);
    }

    private void wake() {
        if (holder.compareAndSet(Holder.NOBODY, Holder.OWN)) {
            LockSupport.unpark(thread);
        }
    }

    private void giveBack() {
        boolean sleepsOn = tasks.isEmpty() && clock.nanos() + nanosToSleep() - wakesAtNanos >= -CLOCK_NANOS;
        if (sleepsOn && holder.compareAndSet(Holder.LENT, Holder.NOBODY)) {
            if (!tasks.isEmpty()) {
                wake();
            }
        } else {
            holder.set(Holder.OWN);
            LockSupport.unpark(thread);
        }
    }

    /** Arms a timer; it fires on this shard. */
    Timeout arm(long delayNanos, Runnable task) {
        return wheel.arm(clock.nanos() + delayNanos, task);
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

    /** What is due and a batch of what waits; false: neither was there. */
    boolean turn() {
        return turn(BATCH);
    }

    private boolean turn(int batch) {
        // First, so that what is armed now counts from now and not from before a long sleep.
        wheel.advance(clock.nanos(), this::guarded);
        boolean worked = instants.fire(clock.micros(), DUE_BATCH) > 0;
        int turns = worked ? DUE_BATCH : 0;
        for (int i = 0; i < batch && (i < turns || !due()); i++) {
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
        long nanos = nanosToSleep();
        wakesAtNanos = clock.nanos() + nanos;
        holder.set(Holder.NOBODY);
        if (tasks.isEmpty() && running) {
            LockSupport.parkNanos(this, nanos);
        }
        // Whoever is given it, or finds it with nobody, has it; one that is lent is waited for.
        while (!holder.compareAndSet(Holder.NOBODY, Holder.OWN) && holder.get() != Holder.OWN) {
            if (holder.compareAndSet(Holder.LENT, Holder.CLAIMED) || holder.get() == Holder.CLAIMED) {
                LockSupport.park(this);
            }
        }
    }

    private long nanosToSleep() {
        if (wheel.size() == 0 && instants.size() == 0) {
            return UNDISTURBED_NANOS;
        }
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
