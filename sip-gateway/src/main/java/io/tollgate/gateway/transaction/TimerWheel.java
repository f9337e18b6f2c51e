package io.tollgate.gateway.transaction;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hashed timer wheel: arming and disarming cost the same with a million timers as with one, which a heap's do not.
 * A timer never fires early and at most one tick late, given that {@link #advance} is called each tick.
 *
 * <p>Not thread-safe: one wheel for each shard. Time is an argument: nanoseconds of any monotonic clock.
 */
public final class TimerWheel {
    /** A timer that was armed. */
    public static final class Timeout {
        private @Nullable Runnable task;
        private final long tick;
        private @Nullable Timeout previous;
        private @Nullable Timeout next;
        private boolean linked = true;

        private Timeout(Runnable task, long tick) {
            this.task = task;
            this.tick = tick;
        }

        /** Whether it is still to fire. */
        public boolean armed() {
            return task != null;
        }
    }

    private final long tickNanos;
    private final long originNanos;
    private final Timeout[] slots;
    private long current;
    private int size;

    /**
     * An empty wheel.
     *
     * @param slots a power of two; timers further away than a turn of the wheel are passed over once a turn
     */
    public TimerWheel(long tickNanos, int slots, long nowNanos) {
        if (tickNanos <= 0 || Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException("tick " + tickNanos + " ns, " + slots + " slots");
        }
        this.tickNanos = tickNanos;
        this.originNanos = nowNanos;
        this.slots = new Timeout[slots];
    }

    /** Arms a timer that fires in the first {@link #advance} at or after {@code dueNanos}. */
    public Timeout arm(long dueNanos, Runnable task) {
        long ticks = Math.max(0, dueNanos - originNanos);
        long tick = Math.max(current + 1, (ticks + tickNanos - 1) / tickNanos);
        Timeout timeout = new Timeout(task, tick);
        int slot = slot(tick);
        Timeout head = slots[slot];
        timeout.next = head;
        if (head != null) {
            head.previous = timeout;
        }
        slots[slot] = timeout;
        size++;
        return timeout;
    }

    /** Disarms a timer; without effect where it has fired or is null. */
    public void disarm(@Nullable Timeout timeout) {
        if (timeout == null || timeout.task == null) {
            return;
        }
        timeout.task = null;
        if (timeout.linked) {
            unlink(timeout);
        }
    }

    /**
     * Fires what is due. Tasks may arm and disarm timers.
     *
     * @param runner runs each task
     */
    public void advance(long nowNanos, Consumer<Runnable> runner) {
        long target = (nowNanos - originNanos) / tickNanos;
        while (current < target) {
            if (size == 0) {
                current = target;
                return;
            }
            current++;
            fire(slot(current), runner);
        }
    }

    private void fire(int slot, Consumer<Runnable> runner) {
        // Taken out first: a task may arm or disarm any timer, also in this slot.
        Timeout due = null;
        Timeout next;
        for (Timeout timeout = slots[slot]; timeout != null; timeout = next) {
            next = timeout.next;
            if (timeout.tick <= current) {
                unlink(timeout);
                timeout.next = due;
                due = timeout;
            }
        }
        for (; due != null; due = next) {
            next = due.next;
            due.next = null;
            Runnable task = due.task;
            if (task != null) {
                due.task = null;
                runner.accept(task);
            }
        }
    }

    /** Whoever keeps a timer that is over must not keep its neighbours with it, and what these are for. */
    private void unlink(Timeout timeout) {
        size--;
        timeout.linked = false;
        if (timeout.previous == null) {
            slots[slot(timeout.tick)] = timeout.next;
        } else {
            timeout.previous.next = timeout.next;
        }
        if (timeout.next != null) {
            timeout.next.previous = timeout.previous;
        }
        timeout.previous = null;
        timeout.next = null;
    }

    private int slot(long tick) {
        return (int) tick & (slots.length - 1);
    }

    /** How many timers are armed. */
    public int size() {
        return size;
    }
}
