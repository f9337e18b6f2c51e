package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.event.Leg;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ends the legs of one call with BYE. Belongs to its call's shard. */
final class LegEnding {
    private final ShardContext shard;
    private final CallDialogs dialogs;
    private final Supplier<@Nullable String> reason;

    /**
     * Of one call.
     *
     * @param reason the value of the Reason header of what is sent from now on, or null
     */
    LegEnding(ShardContext shard, CallDialogs dialogs, Supplier<@Nullable String> reason) {
        this.shard = shard;
        this.dialogs = dialogs;
        this.reason = reason;
    }

    /**
     * Every leg.
     *
     * @param closed gets each leg's final status, or null where none came
     */
    void all(BiConsumer<Leg, @Nullable Integer> closed) {
        List<CallDialogs.Pair> pairs = dialogs.live();
        end(Leg.CALLEE, pairs.stream().map(CallDialogs.Pair::callee).toList(), closed);
        end(Leg.CALLER, pairs.stream().map(CallDialogs.Pair::caller).toList(), closed);
    }

    /** The callee's leg alone, whose 2xx nobody else acknowledges; where the pair is unknown there is nothing to end. */
    void callee(CallDialogs.@Nullable Pair pair, long cseq, BiConsumer<Leg, @Nullable Integer> closed) {
        if (pair != null) {
            shard.closer().acknowledge(pair.callee(), cseq);
        }
        end(Leg.CALLEE, pair == null ? List.of() : List.of(pair.callee()), closed);
    }

    /** A leg is closed when each of its dialogs is; where one was not, that is what is told. */
    private void end(Leg leg, List<LegDialog> legs, BiConsumer<Leg, @Nullable Integer> closed) {
        LegOutcome outcome = new LegOutcome(legs.size(), status -> closed.accept(leg, status));
        if (legs.isEmpty()) {
            outcome.accept(null);
        }
        for (LegDialog dialog : legs) {
            shard.closer().bye(dialog, reason.get(), outcome);
        }
    }
}
