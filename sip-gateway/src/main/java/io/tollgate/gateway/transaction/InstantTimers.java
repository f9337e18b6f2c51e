package io.tollgate.gateway.transaction;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Timers for instants that are money: to the microsecond and in the order of their instants, where a {@link TimerWheel}
 * fires up to a tick late. Arming and disarming cost the logarithm of how many there are, so they are for a call's end and
 * not for its retransmissions. A timer that is disarmed leaves nothing behind.
 *
 * <p>Not thread-safe: belongs to one shard. Time is an argument: microseconds of the time of day.
 */
public final class InstantTimers {
    /** {@link #nextMicros} where nothing is armed. */
    public static final long NEVER = Long.MAX_VALUE;

    /** A timer that was armed. */
    public static final class Armed implements Comparable<Armed> {
        private final long atMicros;
        private final long number;
        private final Runnable task;

        private Armed(long atMicros, long number, Runnable task) {
            this.atMicros = atMicros;
            this.number = number;
            this.task = task;
        }

        @Override
        public int compareTo(Armed other) {
            int byInstant = Long.compare(atMicros, other.atMicros);
            return byInstant != 0 ? byInstant : Long.compare(number, other.number);
        }
    }

    private final TreeSet<Armed> armed = new TreeSet<>();
    private long numbers;
    private long nextMicros = NEVER;

    /** Arms a timer that fires in the first {@link #fire} at or after {@code atMicros}. */
    public Armed arm(long atMicros, Runnable task) {
        Armed timer = new Armed(atMicros, numbers++, task);
        armed.add(timer);
        nextMicros = Math.min(nextMicros, atMicros);
        return timer;
    }

    /** Disarms a timer; without effect where it has fired or is null. */
    public void disarm(@Nullable Armed timer) {
        if (timer != null && armed.remove(timer)) {
            next();
        }
    }

    /** The instant of the next timer, or {@link #NEVER}. */
    public long nextMicros() {
        return nextMicros;
    }

    /**
     * Fires what is due, the earliest first. Tasks may arm and disarm timers.
     *
     * @param most where more are due they are left for the next time, so that others get their turn
     * @return how many fired
     */
    public int fire(long nowMicros, int most) {
        int fired = 0;
        while (fired < most && nextMicros <= nowMicros && !armed.isEmpty()) {
            Armed first = armed.pollFirst();
            next();
            fired++;
            first.task.run();
        }
        return fired;
    }

    private void next() {
        nextMicros = armed.isEmpty() ? NEVER : armed.first().atMicros;
    }

    /** How many timers are armed. */
    public int size() {
        return armed.size();
    }
}
