package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.call.AbsentCall;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.call.Owner;
import io.tollgate.enforcement.lease.Gateway;
import io.tollgate.enforcement.lease.LeaseClock;
import io.tollgate.enforcement.store.RememberedCall;
import io.tollgate.enforcement.store.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Ends the calls for which nobody vouches any more, and takes those back whose gateway was only not heard. There is no index of calls by their owner, which would cost each call
 * two writes more for what happens once in months: when a lease is out all calls are walked, a few at each tick, and again
 * for a while after, since events of such a gateway may come late. Belongs to one task.
 */
final class LeaseDesk {

    private static final Duration SELDOM = Duration.ofMinutes(5);
    private static final Duration OFTEN = Duration.ofSeconds(30);

    private final AccountDesk accounts;
    private final LeaseClock clock;
    private final ReadOnlyKeyValueStore<String, Gateway> gateways;
    private final Walk<LiveCall> losses;
    private final Walk<RememberedCall> returns;
    private final Surroundings surroundings;
    private final String task;
    private long unread;
    private Instant nextWalk = Instant.EPOCH;
    private Instant oftenUntil = Instant.EPOCH;

    LeaseDesk(ProcessorContext<byte[], Emission> context, AccountDesk accounts, Surroundings surroundings) {
        this.accounts = accounts;
        this.clock = new LeaseClock(surroundings.leaseGrace());
        this.gateways = context.getStateStore(Stores.GATEWAYS);
        this.losses = new Walk<>(context.getStateStore(Stores.CALLS));
        this.returns = new Walk<>(context.getStateStore(Stores.LOST_CALLS));
        this.surroundings = surroundings;
        this.unread = surroundings.gatewayNews().unreadSoFar();
        this.task = context.taskId().toString();
    }

    /**
     * Some time has passed.
     *
     * @param inputsAreRead whether all is read that lay there, but for heartbeats, which others read
     */
    void tick(Instant now, boolean inputsAreRead) {
        long unreadBefore = unread;
        unread = surroundings.gatewayNews().unreadSoFar();
        boolean upToDate = inputsAreRead && unread == unreadBefore;
        clock.tick(now, upToDate);
        clock.hear(known());
        surroundings.metrics().gatewaysSilent(task, clock.silent());
        if (!upToDate) {
            return;
        }
        if (clock.hasNewLosses()) {
            oftenUntil = now.plus(SELDOM);
            losses.begin();
        } else if (!losses.isUnderWay() && !now.isBefore(nextWalk)) {
            losses.begin();
        }
        if (losses.isUnderWay()) {
            walk(now);
        }
        if (clock.hasReturns()) {
            returns.begin();
        }
        returns.goOn(this::isBack)
                .forEach(back -> accounts.turn(back.key.account(), turn -> {
                    turn.takeBack(back.key.callId());
                    return turn;
                }));
    }

    /** An event or a vouch came of a call that is this owner's. */
    void heardOf(Owner owner, Instant now) {
        if (now.isAfter(oftenUntil) && clock.isLost(owner)) {
            oftenUntil = now.plus(OFTEN);
            nextWalk = now.plus(OFTEN).isBefore(nextWalk) ? now.plus(OFTEN) : nextWalk;
        }
    }

    /** The task is not this instance's any more. */
    void close() {
        surroundings.metrics().gatewaysSilent(task, 0);
    }

    private Map<String, Gateway> known() {
        Map<String, Gateway> known = new HashMap<>();
        try (var all = gateways.all()) {
            all.forEachRemaining(entry -> known.put(entry.key, entry.value));
        }
        return known;
    }

    private void walk(Instant now) {
        losses.goOn(call -> clock.isLost(call.owner())).forEach(lost -> lose(lost.key.account(), lost.value));
        if (!losses.isUnderWay()) {
            clock.forgetLostUnheard();
            nextWalk = now.plus(now.isBefore(oftenUntil) || clock.hasUnheard() ? OFTEN : SELDOM);
        }
    }

    private boolean isBack(RememberedCall remembered) {
        return remembered.call() instanceof AbsentCall.Lost lost && clock.isHeard(lost.owner());
    }

    private void lose(String account, LiveCall call) {
        var vouchedUntil = clock.vouchedUntil(call.owner());
        boolean isLost = accounts.turn(
                account, turn -> turn.lose(call.callId(), vouchedUntil == null ? call.knownAt() : vouchedUntil));
        if (isLost) {
            surroundings.metrics().callLost();
        }
    }
}
