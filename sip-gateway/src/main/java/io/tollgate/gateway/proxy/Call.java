package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.AdmissionDecision;
import io.tollgate.gateway.admission.Channel;
import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.command.LiveCall;
import io.tollgate.gateway.dialog.CallLife;
import io.tollgate.gateway.dialog.Effect;
import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.dialog.Order;
import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.gateway.transaction.TimerWheel.Timeout;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One pass of a call through Tollgate: feeds what happens on the wire to its {@link CallLife} and carries out what that
 * yields. Belongs to its shard.
 */
final class Call implements ClientTransaction.User {
    private static final int BAD_ANSWER = 500;

    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final ShardContext shard;
    private final LiveCall live;
    private final CallFacts facts;
    private final CallLife life;
    private final CallDialogs dialogs;
    private final CallReporter reporter;
    private final Channel channel;
    private final @Nullable CallSetup setup;
    private final boolean admitUndecided;
    private final Cutoff cutoff;
    private final Keeping keeping;
    private final Vigil vigil;
    private final LegEnding ending;
    private final LiveUse use;
    private final Set<InDialogRelay> invites = new HashSet<>(2);
    private @Nullable Timeout waiting;
    private @Nullable Timeout forgetting;
    private @Nullable Order order;
    private Instant answeredAt = Instant.MIN;
    private Instant challengedAt = Instant.MIN;
    private int moves;
    private int byes;

    Call(ShardContext shard, CallParts parts) {
        this.shard = shard;
        this.live = parts.live();
        this.facts = parts.facts();
        this.life = parts.life();
        this.dialogs = parts.dialogs();
        this.reporter = parts.reporter();
        this.channel = parts.channel();
        this.setup = parts.setup();
        this.admitUndecided = parts.admitUndecided();
        this.keeping = new Keeping(shard, this::snapshot);
        this.cutoff = new Cutoff(shard, parts.deadlines(), this::terminate, keeping::changed);
        this.vigil = new Vigil(shard, dialogs, this::deserted);
        this.use = new LiveUse(shard.door());
        this.ending = new LegEnding(shard, dialogs, () -> setup().cseq(), this::reason);
    }

    CallFacts facts() {
        return facts;
    }

    LiveCall live() {
        return live;
    }

    CallDialogs dialogs() {
        return dialogs;
    }

    /** What proves its account, as known now. */
    Identity identity() {
        return life.identity();
    }

    /** Where the customer was when it began, whatever was said since; null: it began in another life. */
    @Nullable
    Flow origin() {
        return setup == null ? null : customerFlow();
    }

    /** When it ends; only for calls that are charged or limited. */
    Cutoff cutoff() {
        return cutoff;
    }

    /** Whether money and durations are a matter for it. */
    boolean limited() {
        return facts.direction() == Direction.OUTBOUND && !live.emergency();
    }

    /** Whether a request in one of its dialogs goes to the upstream's side. */
    boolean toUpstream(CallDialogs.Found found) {
        return found.fromCaller() == (facts.direction() == Direction.OUTBOUND);
    }

    /** Whether nothing can come of it any more, or we are ending it: its parties' BYEs are answered here. */
    boolean closing() {
        return life.closing();
    }

    /** Whether it counts as live. */
    boolean alive() {
        return !life.over();
    }

    /** Whether something is under way that another gateway could not go on with. */
    boolean unsettled() {
        return life.unsettled();
    }

    void begin(@Nullable String userAgent) {
        setup().onCancel(() -> carryOut(life.cancelled(now()), null));
        carryOut(life.attempted(userAgent, now()), null);
    }

    /** Goes on with a call of another life, or of another gateway; its instants wait for {@link Cutoff#release}. */
    void resume(CallSnapshot snapshot, Resumption resumption) {
        moves = snapshot.moves();
        answeredAt = snapshot.answeredAt();
        use.begins(customerFlow());
        keeping.keep();
        if (!shard.observing()) {
            vigil.resume(resumption.askedWithin(), resumption::mayBeUnreachable);
        }
        cutoff.resume(snapshot.lag(), resumption.heldAtMost());
    }

    /** What is kept of it. */
    private CallSnapshot snapshot() {
        return new CallSnapshot(
                facts,
                life.identity(),
                live.source(),
                live.emergency(),
                live.attemptedAt(),
                answeredAt,
                reporter.sequence(),
                cutoff.lag(),
                cutoff.kept(),
                dialogs.callerTag(),
                dialogs.states(),
                moves);
    }

    /** It may soon be another's to end: keeps it if it is answered, however lately. */
    void handOver() {
        if (life.answered()) {
            carryOut(life.passed(now()), null);
            keeping.keep();
        }
    }

    /** Nobody has vouched for it for a while: says that this gateway does. */
    void vouchAgain() {
        if (life.answered()) {
            carryOut(life.passed(now()), null);
            moves++;
            keeping.keep();
        }
    }

    /** Another gateway has adopted it: nothing is told of it here any more. One that is being ended goes on to its end. */
    void relinquish() {
        if (life.relinquish()) {
            keeping.relinquished();
            use.ends();
            vigil.over();
            cutoff.over();
            channel.release();
            shard.calls().count(-1);
            shard.calls().remove(this);
        }
    }

    /** An INVITE in one of its dialogs is under way, or is not any more. */
    void inviting(InDialogRelay invite, boolean open) {
        if (open) {
            invites.add(invite);
        } else {
            invites.remove(invite);
        }
    }

    private void endInvites() {
        List.copyOf(invites).forEach(invite -> invite.end(reason()));
        invites.clear();
    }

    /** A party named another target. */
    void changed() {
        keeping.changed();
    }

    /** A customer whose connection has ended is back: what we or the other party have to say goes where he is now. */
    void reconnected(LegDialog customer, Flow from) {
        if (shard.hops().revives(customer.flow(), from)) {
            customer.retarget(customer.target(), from);
            use.moves(from);
            changed();
        }
    }

    /** The parties agreed on a session. */
    void refreshed(SipMessage success) {
        vigil.session(SessionTimer.interval(success));
    }

    @Override
    public void response(SipMessage response) {
        CallDialogs.Pair fork = null;
        CallDialogs.Pair again = null;
        Flow callee = setup().calleeFlow();
        if (response.status() < 300 && callee != null) {
            boolean known = dialogs.answered(response);
            CallDialogs.Pair pair = dialogs.respond(response, callee, setup()::calleeTarget);
            if (pair == null && response.status() >= 200) {
                // A dialog that we could not end must not begin.
                failed(BAD_ANSWER);
                return;
            }
            fork = known || response.status() < 200 ? null : pair;
            again = known && response.status() >= 200 ? pair : null;
        }
        if (response.status() < 300 && life.awaitsProof() && !channel.take()) {
            carryOut(life.full(response.status() >= 200, now()), response);
        } else if (response.status() < 200) {
            carryOut(life.provisional(now()), response);
        } else if (response.status() < 300) {
            List<Effect> effects = life.success(now());
            carryOut(effects, response);
            if (effects.isEmpty() && fork != null) {
                endFork(fork);
            } else if (effects.isEmpty() && again != null && again.spokenFor()) {
                ending.acknowledgeAgain(again);
            }
        } else {
            if (isChallenge(response.status()) && channel.taken()) {
                challengedAt = now();
            }
            carryOut(life.failure(response.status(), now()), response);
        }
    }

    private static boolean isChallenge(int status) {
        return status == UNAUTHORIZED || status == PROXY_AUTHENTICATION_REQUIRED;
    }

    /** Whether a challenge took its channel from it since then; said once. */
    boolean takeChallenge(Instant since) {
        boolean taken = !challengedAt.isBefore(since);
        challengedAt = Instant.MIN;
        return taken;
    }

    /** A fork answers when another one is held, or all is over: nobody else would acknowledge it, or end it. */
    private void endFork(CallDialogs.Pair fork) {
        fork.end();
        ending.callee(fork, status -> {});
    }

    @Override
    public void failed(int status) {
        carryOut(life.noAnswer(status, now()), null);
    }

    @Override
    public void late(SipMessage success, Flow from) {
        boolean known = dialogs.answered(success);
        CallDialogs.Pair pair = dialogs.respond(success, from, setup()::calleeTarget);
        if (pair != null && known) {
            ending.acknowledgeAgain(pair);
        } else if (pair != null) {
            endFork(pair);
        }
    }

    /** The way to the customer's side. */
    private @Nullable Flow customerFlow() {
        if (facts.direction() == Direction.OUTBOUND) {
            return dialogs.callerFlow();
        }
        return setup == null ? dialogs.calleeFlow() : setup.calleeFlow();
    }

    /** The ACK for a 2xx in this dialog passed. */
    void acknowledged(CallDialogs.Pair pair) {
        pair.acknowledge();
        carryOut(life.acknowledged(now()), null);
    }

    /**
     * A party's BYE was answered; where the INVITE forked, the call lives on in its other dialogs. In an early dialog it
     * ends nothing but the wish to be answered: the INVITE has its own final response.
     *
     * @param gone whether the other party has left; else it is ended by us: with a number too low, or a header that nobody
     *     understands, a party could end the call for us alone and talk on
     * @param doubtful whether it may have been the other party's own: then its sender is ended by us too
     */
    void ended(CallDialogs.Found found, EndCause cause, Instant at, boolean gone, boolean doubtful) {
        CallDialogs.Pair pair = found.pair();
        if (!pair.confirmed()) {
            if (gone && found.fromCaller() && !doubtful) {
                life.hungUpEarly();
            }
            return;
        }
        boolean ends = pair.live() && !shard.observing();
        if (ends && !gone) {
            ending.leg(pair, !found.fromCaller());
        }
        if (ends && doubtful) {
            ending.leg(pair, found.fromCaller());
        }
        pair.end();
        if (dialogs.live().isEmpty()) {
            carryOut(life.ended(cause, at), null);
        } else {
            keeping.changed();
        }
    }

    /** A party ended it before it was adopted, and this gateway passed that on. */
    void endedBefore(EndCause cause, Instant at) {
        carryOut(life.ended(cause, at), null);
    }

    /** A party does not know the call; where a BYE is under way that is no wonder, and its answer tells who ended it. */
    private void deserted() {
        if (byes == 0) {
            carryOut(life.deserted(now()), null);
        }
    }

    /** A party's BYE is under way, or is not any more. */
    void hangingUp(boolean open) {
        byes += open ? 1 : -1;
    }

    /** The gateway cannot wait any longer for its answer. */
    void giveUp(int status) {
        carryOut(life.giveUp(status, now()), null);
    }

    void decided(AdmissionDecision decision) {
        if (decision.admitted()) {
            if (limited()) {
                cutoff.admitted(decision.paidSeconds());
            }
            carryOut(life.admitted(), null);
        } else {
            RefusalReason reason = decision.reason();
            carryOut(life.refused(reason == null ? RefusalReason.NOT_ADMITTED : reason, now()), null);
        }
    }

    /** An order that means this call is due. */
    void terminate(Order given) {
        List<Effect> effects = life.terminate(given, now());
        if (effects.isEmpty()) {
            return;
        }
        order = given;
        carryOut(effects, null);
        // Last: a slow log must not make the BYE late.
        shard.logTermination(facts, given);
    }

    private void carryOut(List<Effect> effects, @Nullable SipMessage response) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Publish told) {
                publish(told);
            } else if (effect instanceof Effect.Respond respond) {
                setup().reply(respond.status(), reasonLine());
            } else if (effect instanceof Effect.Act act) {
                act(act, response);
            }
        }
    }

    private void publish(Effect.Publish told) {
        Happening happening = told.happening();
        if (happening instanceof Happening.Ended || happening instanceof Happening.Refused) {
            channel.release();
        }
        if (life.identity().proven()) {
            use.begins(customerFlow());
        }
        if (!reporter.report(happening, life.identity(), told.at())) {
            shard.counters().unpublished.increment();
        }
        if (happening instanceof Happening.Answered) {
            answeredAt = told.at();
            cutoff.answered(answeredAt);
            keeping.answered();
            if (!shard.observing()) {
                vigil.begin();
            }
        }
    }

    private void act(Effect.Act act, @Nullable SipMessage response) {
        switch (act) {
            case ASK -> awaitDecision();
            case FORWARD -> {
                shard.disarm(waiting);
                setup().forward(this);
            }
            case PASS -> setup().pass(required(response));
            case ANSWER -> answer(required(response));
            case HOLD -> {
                setup().hold(required(response));
                awaitDecision();
            }
            case RELEASE -> {
                shard.disarm(waiting);
                answer(required(setup().release()));
            }
            case CANCEL -> setup().cancel(reason());
            case ACKNOWLEDGE_AND_BYE -> acknowledgeAndBye(response);
            case BYE -> {
                shard.disarm(waiting);
                endInvites();
                ending.all(this::legClosed);
            }
            case DISMISS -> {
                if (!shard.observing()) {
                    endInvites();
                    ending.all((leg, status) -> {});
                }
            }
            case AWAIT_ACK ->
                waiting = shard.arm(
                        shard.limits().acknowledgement().toNanos(), () -> carryOut(life.unacknowledged(now()), null));
            case LINGER -> linger();
        }
    }

    private void answer(SipMessage success) {
        refreshed(success);
        setup().answer(
                        success,
                        (at, lag) -> shard.execute(() -> {
                            cutoff.after(lag);
                            carryOut(life.passed(at), null);
                        }));
        shard.arm(shard.limits().handover().toNanos(), () -> carryOut(life.passed(now()), null));
    }

    private void awaitDecision() {
        waiting = shard.arm(shard.limits().decision().toNanos(), () -> {
            shard.counters().undecided.increment();
            carryOut(life.undecided(admitUndecided, now()), null);
        });
    }

    private void acknowledgeAndBye(@Nullable SipMessage response) {
        shard.disarm(waiting);
        SipMessage held = setup().release();
        CallDialogs.Pair pair = dialogs.of(required(held != null ? held : response));
        if (pair == null) {
            legClosed(Leg.CALLEE, null);
        } else {
            ending.callee(pair, status -> legClosed(Leg.CALLEE, status));
        }
    }

    private void legClosed(Leg leg, @Nullable Integer status) {
        carryOut(life.legClosed(leg, status, now()), null);
    }

    private void linger() {
        shard.disarm(waiting);
        use.ends();
        vigil.over();
        cutoff.over();
        keeping.over(facts.callId());
        shard.calls().count(-1);
        forgetLater();
        shard.calls().linger(this);
    }

    /** How much its messages hold, about: those on both sides, and what each dialog took from the INVITE. */
    long bytes() {
        return dialogs.bytes() + (setup == null ? 0 : setup.bytes());
    }

    /** Another had no room: its timer must not hold it either. */
    void forgotten() {
        shard.disarm(forgetting);
    }

    private void forgetLater() {
        forgetting = shard.arm(shard.limits().linger().toNanos(), () -> {
            if (ending.pursues()) {
                forgetLater();
            } else {
                shard.calls().remove(this);
            }
        });
    }

    /** RFC 3326: the protocol's cause and the termination's id, not the operator's grounds. */
    private @Nullable String reason() {
        if (order == null) {
            return null;
        }
        return "SIP ;cause=" + order.reason().statusForCaller(shard.codes()) + " ;text=\"" + order.terminationId()
                + "\"";
    }

    private String reasonLine() {
        String reason = reason();
        return reason == null ? "" : "Reason: " + reason + "\r\n";
    }

    private CallSetup setup() {
        if (setup == null) {
            throw new IllegalStateException("the call has no INVITE any more: " + facts.callId());
        }
        return setup;
    }

    private static SipMessage required(@Nullable SipMessage message) {
        if (message == null) {
            throw new IllegalStateException("no response at hand");
        }
        return message;
    }

    private Instant now() {
        return shard.clock().instant();
    }
}
