package io.tollgate.gateway.proxy;

import io.tollgate.gateway.command.CallDeadlines;
import io.tollgate.gateway.command.CallDeadlines.Cut;
import io.tollgate.gateway.command.Taken;
import io.tollgate.gateway.command.Termination;
import io.tollgate.gateway.dialog.Order;
import io.tollgate.gateway.transaction.InstantTimers.Armed;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends one call at its instant: keeps its deadlines and the one timer that they need, and nothing once the call is over.
 * Asks nobody when the instant comes, so that it comes with Kafka away too. Belongs to its call's shard.
 *
 * <p>Never early: every instant is put off by the time from the answer's own to when the kernel had surely taken the 2xx
 * ({@link CallEffects} tells it), so the 2xx cannot have reached the caller later than what is paid runs from but for the network's
 * own time, which the BYE takes too; and the timer fires by the same clock, not before the instant.
 */
final class Cutoff {
    private final ShardContext shard;
    private final CallDeadlines deadlines;
    private final Consumer<Order> end;
    private final Runnable moved;
    private @Nullable Armed timer;
    private Duration lag = Duration.ZERO;
    private boolean held;
    private boolean over;

    /**
     * Those of one call.
     *
     * @param end carries an order out that is due
     * @param moved told when the call's instants are others than before
     */
    Cutoff(ShardContext shard, CallDeadlines deadlines, Consumer<Order> end, Runnable moved) {
        this.shard = shard;
        this.deadlines = deadlines;
        this.end = end;
        this.moved = moved;
    }

    /**
     * Goes on with the deadlines of a call that is taken up again. Orders that came while nobody had it may have moved
     * them, so none is obeyed before these are read.
     *
     * @param atMost how long that may take: with Kafka away the last that was known counts
     */
    void resume(Duration handover, Duration atMost) {
        lag = handover;
        held = true;
        shard.arm(atMost.toNanos(), this::release);
    }

    /** The orders of the past are read: an instant that has passed meanwhile is obeyed now. */
    void release() {
        if (held) {
            held = false;
            arm();
        }
    }

    /** How the call's instants stand. */
    CallDeadlines.Kept kept() {
        return deadlines.kept();
    }

    /** What all instants are put off by. */
    Duration lag() {
        return lag;
    }

    /** The Admission came; null: nothing limits it. */
    void admitted(@Nullable Integer paidSeconds) {
        taken(deadlines.admitted(paidSeconds == null ? null : Duration.ofSeconds(paidSeconds), now()));
    }

    /** An order for this call alone came. */
    void take(Termination termination) {
        taken(deadlines.take(termination, now()));
    }

    private void taken(Taken taken) {
        if (taken.counts()) {
            arm();
            moved.run();
        } else {
            shard.counters().repeatedOrders.increment();
        }
    }

    /** The 2xx left so long after the answer's instant at most; told before {@link #answered}. */
    void after(Duration handover) {
        lag = handover;
    }

    /** The call is answered, as of this instant. */
    void answered(Instant at) {
        deadlines.answered(at);
        arm();
    }

    /** The call is over. */
    void over() {
        over = true;
        shard.disarm(timer);
        timer = null;
    }

    private void arm() {
        shard.disarm(timer);
        Instant next = deadlines.next();
        timer = next == null || held || over ? null : shard.at(next.plus(lag), this::fire);
    }

    private void fire() {
        timer = null;
        Cut cut = deadlines.due(now().minus(lag));
        if (cut != null && shard.observing()) {
            shard.counters().observed.increment();
        } else if (cut != null) {
            if (cut.unheard()) {
                shard.counters().unconfirmed.increment();
            }
            end.accept(new Order(cut.terminationId(), cut.reason(), cut.since()));
        }
        arm();
    }

    private Instant now() {
        return shard.clock().instant();
    }
}
