package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.event.Leg;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ends the legs of one call with BYE. Belongs to its call's shard. */
final class LegEnding {
    private final ShardContext shard;
    private final CallDialogs dialogs;
    private final Supplier<@Nullable String> reason;
    private final LongSupplier cseq;
    private int pursued;

    /**
     * Of one call.
     *
     * @param cseq of its INVITE; asked only where a 2xx was not acknowledged
     * @param reason the value of the Reason header of what is sent from now on, or null
     */
    LegEnding(ShardContext shard, CallDialogs dialogs, LongSupplier cseq, Supplier<@Nullable String> reason) {
        this.shard = shard;
        this.dialogs = dialogs;
        this.cseq = cseq;
        this.reason = reason;
    }

    @Nullable
    String reason() {
        return reason.get();
    }

    /**
     * Every leg.
     *
     * @param closed gets each leg's final status, or null where none came
     */
    void all(BiConsumer<Leg, @Nullable Integer> closed) {
        List<CallDialogs.Pair> pairs = dialogs.live();
        LegOutcome callees = new LegOutcome(pairs.size(), status -> closed.accept(Leg.CALLEE, status));
        LegOutcome callers = new LegOutcome(pairs.size(), status -> closed.accept(Leg.CALLER, status));
        for (CallDialogs.Pair pair : pairs) {
            callee(pair, callees);
        }
        for (CallDialogs.Pair pair : pairs) {
            one(pair.caller(), callers);
        }
    }

    /** The callee's leg of one dialog. It gets no BYE before it has its ACK (RFC 3261 section 15). */
    void callee(CallDialogs.Pair pair, Consumer<@Nullable Integer> closed) {
        if (pair.acknowledged()) {
            one(pair.callee(), closed);
        } else {
            pair.speakFor();
            acknowledge(pair, () -> one(pair.callee(), closed));
        }
    }

    /** The 2xx came again that we have acknowledged: the ACK was lost (section 13.2.2.4). */
    void acknowledgeAgain(CallDialogs.Pair pair) {
        acknowledge(pair, () -> {});
    }

    private void acknowledge(CallDialogs.Pair pair, Runnable then) {
        shard.closer().acknowledge(pair.callee(), cseq.getAsLong(), then);
    }

    /** One leg of which nobody waits to hear. */
    void leg(CallDialogs.Pair pair, boolean caller) {
        if (caller) {
            one(pair.caller(), status -> {});
        } else {
            callee(pair, status -> {});
        }
    }

    private void one(LegDialog leg, Consumer<@Nullable Integer> closed) {
        new ByeSender(shard, this, leg, closed).start();
    }

    /** Whether a leg that refused its BYE may be asked again later; then {@link #leave} is called. */
    boolean pursue() {
        boolean may = shard.calls().pursue(1);
        pursued += may ? 1 : 0;
        return may;
    }

    /** Such a leg was asked again. */
    void leave() {
        pursued--;
        shard.calls().pursue(-1);
    }

    /** Whether a leg that refused its BYE is to be asked again: its call must be kept for what it says. */
    boolean pursues() {
        return pursued > 0;
    }
}
