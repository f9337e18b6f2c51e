package io.tollgate.gateway.proxy;

import io.tollgate.gateway.command.CallDeadlines;
import io.tollgate.gateway.command.Termination;
import io.tollgate.gateway.command.Terminations;
import io.tollgate.gateway.dialog.Order;
import io.tollgate.gateway.transaction.InstantTimers.Armed;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Obeys terminations on one shard: at once, or when their instant comes. Belongs to its shard. */
final class Orders {
    private static final Logger LOGGER = LoggerFactory.getLogger(Orders.class);

    private final ShardContext shard;
    private final Terminations terminations = new Terminations();
    private @Nullable Armed timer;

    Orders(ShardContext shard) {
        this.shard = shard;
    }

    /** An order arrived; what was taken before changes nothing. */
    void take(Termination termination) {
        if (CallDeadlines.concerns(termination)) {
            takeForCall(termination);
            return;
        }
        Instant now = shard.clock().instant();
        if (!terminations.take(termination, now).counts()) {
            shard.counters().repeatedOrders.increment();
            return;
        }
        if (termination.due(now) == Termination.Due.NOW) {
            obey(termination, now);
        }
        schedule();
    }

    /** Every gateway hears of every call's money: what is not for one of ours leaves no trace. */
    private void takeForCall(Termination termination) {
        String callId = termination.callId();
        Call call = callId == null ? null : shard.calls().byCallId(callId);
        if (call != null && call.alive() && call.limited() && termination.hits(call.live())) {
            call.cutoff().take(termination);
        }
    }

    /**
     * An order that was given before these calls were adopted here, and may have been taken before. What waits for its
     * instant reaches them by itself.
     */
    void takeAgain(Termination termination, Set<String> adopted) {
        Instant now = shard.clock().instant();
        boolean concernsOne = CallDeadlines.concerns(termination);
        if (!concernsOne && termination.due(now) != Termination.Due.NOW) {
            return;
        }
        for (String callId : adopted) {
            Call call = shard.calls().byCallId(callId);
            if (call == null || !call.alive() || !termination.hits(call.live())) {
                continue;
            }
            if (!concernsOne) {
                end(call, new Order(termination.terminationId(), termination.reason(), now));
            } else if (call.limited()) {
                call.cutoff().take(termination);
            }
        }
    }

    /** A call was attempted: an order obeyed just before may mean it too. */
    void attempted(Call call) {
        Instant now = shard.clock().instant();
        Termination hitting = terminations.hitting(call.live(), now);
        if (hitting != null) {
            end(call, new Order(hitting.terminationId(), hitting.reason(), now));
        }
    }

    private void obey(Termination termination, Instant since) {
        for (Call call : shard.calls().named(termination.callId())) {
            if (call.alive() && termination.hits(call.live())) {
                end(call, new Order(termination.terminationId(), termination.reason(), since));
            }
        }
    }

    private void end(Call call, Order order) {
        if (shard.observing()) {
            shard.counters().observed.increment();
            return;
        }
        try {
            call.terminate(order);
        } catch (RuntimeException e) {
            // A bug with one call must not let the others of this order live: it is not given twice.
            LOGGER.atError()
                    .setCause(e)
                    .addKeyValue("callId", call.facts().callId())
                    .log("a termination failed");
        }
    }

    private void schedule() {
        Instant next = terminations.nextDue();
        shard.disarm(timer);
        if (next != null) {
            timer = shard.at(next, this::fire);
        }
    }

    private void fire() {
        for (Termination due : terminations.takeDue(shard.clock().instant())) {
            Instant at = due.at();
            obey(due, at == null ? shard.clock().instant() : at);
        }
        schedule();
    }
}
