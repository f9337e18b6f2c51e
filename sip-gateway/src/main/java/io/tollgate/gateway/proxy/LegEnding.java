package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.dialog.Order;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.wire.QuotedString;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Ends the legs of one call with BYE, and what is under way in its dialogs before. Belongs to its call's shard. */
final class LegEnding {
    private final ShardContext shard;
    private final CallParts parts;
    private Set<InDialogRelay> invites = Set.of();
    private @Nullable String reason;
    private boolean spoke;
    private int pursued;

    LegEnding(ShardContext shard, CallParts parts) {
        this.shard = shard;
        this.parts = parts;
    }

    /** What is sent from now on is sent by this order. */
    void ordered(Order given) {
        reason = "SIP ;cause=" + given.reason().statusForCaller(shard.codes()) + " ;text="
                + QuotedString.of(given.terminationId());
    }

    /** What is sent from now on is sent since the call was refused, unless it was by an order. */
    void refused(int status) {
        reason = reason == null ? "SIP ;cause=" + status : reason;
    }

    /** The value of the Reason header (RFC 3326): the protocol's cause and the termination's id, not the operator's grounds. */
    @Nullable
    String reason() {
        return reason;
    }

    /** The whole line, or nothing. */
    String reasonLine() {
        return reason == null ? "" : "Reason: " + reason + "\r\n";
    }

    /** An INVITE in one of the dialogs is under way, or is not any more. */
    void inviting(InDialogRelay invite, boolean open) {
        if (open) {
            invites = invites.isEmpty() ? new HashSet<>(2) : invites;
            invites.add(invite);
        } else if (!invites.isEmpty()) {
            invites.remove(invite);
        }
    }

    /**
     * Every leg, and every INVITE that is under way.
     *
     * @param closed gets each leg's final status, or null where none came
     */
    void all(BiConsumer<Leg, @Nullable Integer> closed) {
        List.copyOf(invites).forEach(invite -> invite.end(reason()));
        invites = Set.of();
        List<DialogPair> pairs = parts.dialogs().live();
        LegOutcome callees = new LegOutcome(pairs.size(), status -> closed.accept(Leg.CALLEE, status));
        LegOutcome callers = new LegOutcome(pairs.size(), status -> closed.accept(Leg.CALLER, status));
        for (DialogPair pair : pairs) {
            callee(pair, callees);
        }
        for (DialogPair pair : pairs) {
            one(pair.caller(), callers);
        }
    }

    /** Both legs of one dialog, of which nobody waits to hear, and every INVITE that is under way in it. */
    void pair(DialogPair pair) {
        List<InDialogRelay> its =
                invites.stream().filter(invite -> invite.isIn(pair)).toList();
        its.forEach(invite -> {
            inviting(invite, false);
            invite.end(reason());
        });
        leg(pair, false);
        leg(pair, true);
    }

    /** The callee's leg of one dialog. It gets no BYE before it has its ACK (RFC 3261 section 15). */
    void callee(DialogPair pair, Consumer<@Nullable Integer> closed) {
        spoke = true; // already, though the ACK may wait for a look-up
        if (pair.acknowledged()) {
            one(pair.callee(), closed);
        } else {
            pair.speakFor();
            acknowledge(pair, () -> one(pair.callee(), closed));
        }
    }

    /** The 2xx came again that we have acknowledged: the ACK was lost (section 13.2.2.4). */
    void acknowledgeAgain(DialogPair pair) {
        acknowledge(pair, () -> {});
    }

    private void acknowledge(DialogPair pair, Runnable then) {
        shard.closer().acknowledge(pair.callee(), parts.invite().cseq(), then);
    }

    /** One leg of which nobody waits to hear. */
    void leg(DialogPair pair, boolean caller) {
        if (caller) {
            one(pair.caller(), status -> {});
        } else {
            callee(pair, status -> {});
        }
    }

    private void one(LegDialog leg, Consumer<@Nullable Integer> closed) {
        spoke = true;
        new ByeSender(shard, this, leg, closed).start();
    }

    /** Whether the legs have nothing of ours to answer, and nothing is under way in their dialogs. */
    boolean silent() {
        return !spoke && invites.isEmpty();
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
