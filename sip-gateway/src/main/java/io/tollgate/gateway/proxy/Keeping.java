package io.tollgate.gateway.proxy;

import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.gateway.transaction.TimerWheel.Timeout;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Has the journal know one call as long as it lives. Most calls that fail do so at once, so one is worth keeping a moment
 * after its answer only. Belongs to its call's shard.
 */
final class Keeping {
    private final ShardContext shard;
    private final CallParts parts;
    private final Cutoff cutoff;
    private Instant answeredAt = Instant.MIN;
    private int moves;
    private boolean kept;
    private @Nullable Timeout waiting;

    Keeping(ShardContext shard, CallParts parts, Cutoff cutoff) {
        this.shard = shard;
        this.parts = parts;
        this.cutoff = cutoff;
    }

    /** The call is answered. */
    void answered(Instant at) {
        answeredAt = at;
        waiting = shard.arm(shard.limits().journal().toNanos(), this::keep);
    }

    /** When that was; before all time: it is not. */
    Instant answeredAt() {
        return answeredAt;
    }

    /** The call is taken up again, as it was kept. */
    void resume(CallSnapshot snapshot) {
        answeredAt = snapshot.answeredAt();
        moves = snapshot.moves();
        keep();
    }

    /** What is kept of the call is not as it was. */
    void changed() {
        if (kept) {
            keep();
        }
    }

    /** Keeps it now. */
    void keep() {
        shard.disarm(waiting);
        kept = true;
        shard.journal().keep(snapshot());
    }

    /** Keeps it now, in a way that tells everybody else that it is this gateway's. */
    void vouch() {
        moves++;
        keep();
    }

    private CallSnapshot snapshot() {
        return new CallSnapshot(
                parts.facts(),
                parts.life().identity(),
                parts.live().source(),
                parts.live().emergency(),
                parts.live().attemptedAt(),
                answeredAt,
                parts.reporter().sequence(),
                cutoff.lag(),
                cutoff.kept(),
                parts.dialogs().callerTag(),
                parts.dialogs().states(),
                moves);
    }

    /** The call is over. */
    void over() {
        shard.disarm(waiting);
        waiting = null;
        if (kept) {
            kept = false;
            shard.journal().forget(parts.facts().callId());
        }
    }

    /** It is another gateway's. */
    void relinquished() {
        shard.disarm(waiting);
        kept = false;
    }
}
