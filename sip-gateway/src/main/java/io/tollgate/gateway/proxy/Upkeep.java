package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.dialog.Order;
import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What runs beside a call as long as it lives: the {@link Cutoff} that ends it at its instant, the {@link Vigil} that finds
 * out whether its parties are still there, its place in the journal ({@link Keeping}), and its customer's in the door
 * ({@link LiveUse}). Belongs to its call's shard.
 */
final class Upkeep {
    private final ShardContext shard;
    private final CallParts parts;
    private final Cutoff cutoff;
    private final Keeping keeping;
    private final Vigil vigil;
    private final LiveUse use;

    /**
     * Of one call.
     *
     * @param end carries an order out that is due
     * @param deserted told which dialog a party has left without a word; null: all of them
     */
    Upkeep(ShardContext shard, CallParts parts, Consumer<Order> end, Consumer<@Nullable DialogPair> deserted) {
        this.shard = shard;
        this.parts = parts;
        this.cutoff = new Cutoff(shard, parts.deadlines(), end, this::changed);
        this.keeping = new Keeping(shard, parts, cutoff);
        this.vigil = new Vigil(shard, parts.dialogs(), deserted);
        this.use = new LiveUse(shard.door());
    }

    Cutoff cutoff() {
        return cutoff;
    }

    /** The call's account is proven; told as often as one likes. */
    void proven() {
        use.begins(parts.customerFlow());
    }

    /** The 2xx left so long after the answer's instant at most. */
    void after(Duration handover) {
        cutoff.after(handover);
    }

    /** The call is answered, as of this instant. */
    void answered(Instant at) {
        cutoff.answered(at);
        keeping.answered(at);
        if (!shard.observing()) {
            vigil.begin();
        }
    }

    /** The same, or the answer's own where that is later: nothing that is told of a call ends it before. */
    Instant notBeforeAnswer(Instant at) {
        Instant answeredAt = keeping.answeredAt();
        return at.isBefore(answeredAt) ? answeredAt : at;
    }

    /** Whether the answer was told, and was not later than that. */
    boolean answeredBefore(Instant at) {
        Instant answeredAt = keeping.answeredAt();
        return !answeredAt.equals(Instant.MIN) && !answeredAt.isAfter(at);
    }

    /** The call is taken up again; its instants wait for {@link Cutoff#release}. */
    void resume(CallSnapshot snapshot, Resumption resumption) {
        proven();
        cutoff.resume(snapshot.lag(), resumption.heldAtMost());
        keeping.resume(snapshot);
        if (!shard.observing()) {
            vigil.resume(resumption.askedWithin(), resumption::mayBeUnreachable);
        }
    }

    /** It may soon be another gateway's: that one has to find it, however lately it was answered. */
    void keep() {
        keeping.keep();
    }

    /** Nobody has vouched for it for a while: this gateway does. */
    void vouch() {
        keeping.vouch();
    }

    /** What is kept of it is not as it was. */
    void changed() {
        keeping.changed();
    }

    /** The parties agreed on a session. */
    void refreshed(SipMessage success) {
        vigil.session(SessionTimer.interval(success));
    }

    /** A customer whose connection has ended is back: what we or the other party have to say goes where he is now. */
    void reconnected(LegDialog customer, Flow from) {
        if (shard.hops().revives(customer.flow(), from)) {
            customer.retarget(customer.target(), from);
            use.moves(from);
            changed();
        }
    }

    /** The call is over. */
    void over() {
        stop();
        keeping.over();
    }

    /** It is another gateway's. */
    void relinquished() {
        stop();
        keeping.relinquished();
    }

    private void stop() {
        use.ends();
        vigil.over();
        cutoff.over();
    }
}
