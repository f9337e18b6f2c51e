package io.tollgate.gateway.proxy;

import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.gateway.transaction.TimerWheel.Timeout;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has the journal know one call as long as it lives. Most calls that fail do so at once, so one is worth keeping a moment
 * after its answer only. Belongs to its call's shard.
 */
final class Keeping {
    private final ShardContext shard;
    private final Supplier<CallSnapshot> snapshot;
    private boolean kept;
    private @Nullable Timeout waiting;

    Keeping(ShardContext shard, Supplier<CallSnapshot> snapshot) {
        this.shard = shard;
        this.snapshot = snapshot;
    }

    /** The call is answered. */
    void answered() {
        waiting = shard.arm(shard.limits().journal().toNanos(), this::keep);
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
        shard.journal().keep(snapshot.get());
    }

    /** The call is over. */
    void over(String callId) {
        shard.disarm(waiting);
        if (kept) {
            kept = false;
            shard.journal().forget(callId);
        }
    }

    /** It is another gateway's. */
    void relinquished() {
        shard.disarm(waiting);
        kept = false;
    }
}
