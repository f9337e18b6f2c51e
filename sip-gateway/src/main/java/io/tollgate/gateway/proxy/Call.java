package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.AdmissionDecision;
import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.command.LiveCall;
import io.tollgate.gateway.dialog.CallLife;
import io.tollgate.gateway.dialog.Effect;
import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.dialog.Order;
import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pass of a call through Tollgate: feeds what happens to it to its {@link CallLife}, and has {@link CallEffects} carry
 * out what that yields. Responses to its INVITE come by {@link CalleeResponses}; what runs beside it while it lives is its
 * {@link Upkeep}; legs are ended by {@link LegEnding}. Belongs to its shard.
 */
final class Call implements TabledCall {
    private final ShardContext shard;
    private final CallParts parts;
    private final CallLife life;
    private final Upkeep upkeep;
    private final LegEnding ending;
    private final CallEffects effects;
    private final CalleeResponses responses;
    /** Parties' BYEs that are under way, as they came. */
    private List<InDialogRelay> byes = List.of();

    Call(ShardContext shard, CallParts parts) {
        this.shard = shard;
        this.parts = parts;
        this.life = parts.life();
        this.upkeep = new Upkeep(shard, parts, this::terminate, this::deserted);
        this.ending = new LegEnding(shard, parts);
        this.effects = new CallEffects(shard, this, parts, upkeep, ending);
        this.responses = new CalleeResponses(shard, parts, ending, effects);
    }

    CallFacts facts() {
        return parts.facts();
    }

    @Override
    public String callId() {
        return facts().callId();
    }

    @Override
    public String sipCallId() {
        return facts().sipCallId();
    }

    /** What orders must know of it, as long as it lives. */
    LiveCall live() {
        return parts.live();
    }

    CallDialogs dialogs() {
        return parts.dialogs();
    }

    /** What proves its account, as known now. */
    Identity identity() {
        return life.identity();
    }

    /** Where the customer was when it began, whatever was said since; null: it began in another life. */
    @Nullable
    Flow origin() {
        return parts.setup() == null ? null : parts.customerFlow();
    }

    /** When it ends; only for calls that are charged or limited. */
    Cutoff cutoff() {
        return upkeep.cutoff();
    }

    /** Takes what comes back for its INVITE. */
    CalleeResponses responses() {
        return responses;
    }

    /** Whether money and durations are a matter for it. */
    boolean limited() {
        return parts.outbound() && !live().emergency();
    }

    /** Whether a request in one of its dialogs goes to the upstream's side. */
    boolean toUpstream(CallDialogs.Found found) {
        return found.fromCaller() == parts.outbound();
    }

    /** Whether nothing can come of it any more, or we are ending it: its parties' BYEs are answered here. */
    boolean closing() {
        return life.closing();
    }

    @Override
    public boolean alive() {
        return !life.over();
    }

    /** Whether something is under way that another gateway could not go on with. */
    boolean unsettled() {
        return life.unsettled();
    }

    /** Whether a challenge took its channel from it since then; said once. */
    boolean takeChallenge(Instant since) {
        return responses.takeChallenge(since);
    }

    /** The INVITE and its answer on both sides, and what each dialog took from them. */
    @Override
    public long bytes() {
        CallSetup setup = parts.setup();
        return dialogs().bytes() + (setup == null ? 0 : setup.bytes());
    }

    void begin(@Nullable String userAgent) {
        parts.invite().onCancel(() -> effects.carryOut(life.cancelled(now())));
        effects.carryOut(life.attempted(userAgent, now()));
    }

    /** Goes on with a call of another life, or of another gateway; its instants wait for {@link Cutoff#release}. */
    void resume(CallSnapshot snapshot, Resumption resumption) {
        upkeep.resume(snapshot, resumption);
    }

    /** It may soon be another's to end: keeps it if it is answered, however lately. */
    void handOver() {
        if (life.answered()) {
            effects.carryOut(life.passed(now()));
            upkeep.keep();
        }
    }

    /** Nobody has vouched for it for a while: says that this gateway does. */
    void vouchAgain() {
        if (life.answered()) {
            effects.carryOut(life.passed(now()));
            upkeep.vouch();
        }
    }

    /** Another gateway has adopted it: nothing is told of it here any more. One that is being ended goes on to its end. */
    void relinquish() {
        if (life.relinquish()) {
            upkeep.relinquished();
            parts.channel().release();
            shard.calls().count(-1);
            shard.calls().remove(this);
        }
    }

    @Override
    public void forgetLater() {
        effects.forgetLater();
    }

    @Override
    public void forgotten() {
        effects.forgotten();
    }

    /** The Admission came. */
    void decided(AdmissionDecision decision) {
        if (!alive()) {
            return;
        }
        if (decision.admitted()) {
            if (limited()) {
                cutoff().admitted(decision.paidSeconds());
            }
            effects.carryOut(life.admitted());
        } else {
            RefusalReason given = decision.reason();
            effects.carryOut(life.refused(given == null ? RefusalReason.NOT_ADMITTED : given, now()));
        }
    }

    /** The gateway cannot wait any longer for its answer. */
    void giveUp(int status) {
        effects.carryOut(life.giveUp(status, now()));
    }

    /** An order that means this call is due. */
    void terminate(Order given) {
        InDialogRelay bye = life.undisturbed() ? lastBye() : null;
        if (bye != null && bye.came().isBefore(given.since()) && upkeep.answeredBefore(bye.came())) {
            // What comes due after that is nothing that anybody talked for, however long the other party says nothing.
            ending.ordered(given);
            effects.carryOut(life.hungUp(bye.by(), bye.came()));
            return;
        }
        List<Effect> yielded = life.terminate(given, now());
        if (yielded.isEmpty()) {
            return;
        }
        ending.ordered(given);
        effects.carryOut(yielded);
        // Last: a slow log must not make the BYE late.
        shard.logTermination(facts(), given);
    }

    /** The ACK for a 2xx in this dialog passed. */
    void acknowledged(DialogPair pair) {
        pair.acknowledge();
        effects.carryOut(life.acknowledged(now()));
    }

    /** An INVITE in one of its dialogs is under way, or is not any more. */
    void inviting(InDialogRelay invite, boolean open) {
        ending.inviting(invite, open);
    }

    /** A party named another target. */
    void changed() {
        upkeep.changed();
    }

    /** A customer is heard on this flow, with what the other party took. */
    void reconnected(LegDialog customer, Flow from) {
        upkeep.reconnected(customer, from);
    }

    /** The parties agreed on a session. */
    void refreshed(SipMessage success) {
        upkeep.refreshed(success);
    }

    /** A party's BYE is under way, or is not any more. */
    void hangingUp(InDialogRelay bye, boolean open) {
        if (open) {
            byes = byes.isEmpty() ? new ArrayList<>(2) : byes;
            byes.add(bye);
        } else if (!byes.isEmpty()) {
            byes.remove(bye);
        }
    }

    /** The BYE by which the last of its dialogs is being left; null: there is one that nobody leaves for sure. */
    private @Nullable InDialogRelay lastBye() {
        InDialogRelay last = null;
        for (DialogPair pair : dialogs().live()) {
            InDialogRelay first = byes.stream()
                    .filter(bye -> bye.isIn(pair) && bye.isGenuine())
                    .findFirst()
                    .orElse(null);
            if (first == null) {
                return null;
            }
            last = last == null || first.came().isAfter(last.came()) ? first : last;
        }
        return last;
    }

    /**
     * A party's BYE was answered; where the INVITE forked, the call lives on in its other dialogs. In an early dialog it
     * ends nothing but the wish to be answered there: the INVITE has its own final response.
     *
     * @param gone whether the other party has left; else it is ended by us: with a number too low, or a header that nobody
     *     understands, a party could end the call for us alone and talk on
     * @param doubtful whether it may have been the other party's own: then its sender is ended by us too, and only now is
     *     anybody known to have left
     */
    void ended(CallDialogs.Found found, EndCause cause, Instant at, boolean gone, boolean doubtful) {
        DialogPair pair = found.pair();
        if (!pair.confirmed()) {
            if (gone && found.fromCaller() && !doubtful) {
                pair.leave();
                life.hungUpEarly();
            }
            return;
        }
        boolean ends = pair.live() && alive() && !shard.observing();
        if (ends && !gone) {
            ending.leg(pair, !found.fromCaller());
        }
        if (ends && doubtful) {
            ending.leg(pair, found.fromCaller());
        }
        pair.end();
        if (dialogs().live().isEmpty()) {
            effects.carryOut(life.ended(cause, doubtful ? now() : at));
        } else {
            changed();
        }
    }

    /** A party ended it before it was adopted, and this gateway passed that on. */
    void endedBefore(EndCause cause, Instant at) {
        effects.carryOut(life.ended(cause, at));
    }

    /**
     * A party does not know a dialog; where a BYE is under way that is no wonder, and its answer tells who ended it.
     *
     * @param pair null: all of them
     */
    private void deserted(@Nullable DialogPair pair) {
        if (!byes.isEmpty() || !life.answered()) {
            return;
        }
        if (pair == null || dialogs().live().size() == 1) {
            effects.carryOut(life.deserted(now()));
        } else {
            ending.pair(pair);
            pair.end();
            changed();
        }
    }

    private Instant now() {
        return shard.clock().instant();
    }
}
