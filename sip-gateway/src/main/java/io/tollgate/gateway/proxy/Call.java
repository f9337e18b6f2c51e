package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.AdmissionDecision;
import io.tollgate.gateway.admission.Channel;
import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.command.CallDeadlines;
import io.tollgate.gateway.command.LiveCall;
import io.tollgate.gateway.dialog.CallLife;
import io.tollgate.gateway.dialog.CallState;
import io.tollgate.gateway.dialog.Effect;
import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.dialog.Order;
import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.transaction.TimerWheel.Timeout;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One pass of a call through Tollgate: feeds what happens on the wire to its {@link CallLife} and carries out what that
 * yields. Belongs to its shard.
 */
final class Call implements ClientTransaction.User {
    private final ShardContext shard;
    private final LiveCall live;
    private final CallFacts facts;
    private final CallLife life;
    private final CallDialogs dialogs;
    private final CallReporter reporter;
    private final ServerTransaction caller;
    private final Function<ClientTransaction.User, ClientTransaction> forward;
    private final boolean admitUndecided;
    private final Channel channel;
    private final Cutoff cutoff;
    private @Nullable ClientTransaction callee;
    private @Nullable SipMessage held;
    private @Nullable Timeout waiting;
    private @Nullable Order order;

    /**
     * A call that begins.
     *
     * @param forward sends the INVITE on
     * @param admitUndecided the account's failure policy
     * @param channel taken already if the account is proven
     */
    Call(
            ShardContext shard,
            LiveCall live,
            CallFacts facts,
            CallLife life,
            CallDialogs dialogs,
            CallReporter reporter,
            ServerTransaction caller,
            boolean admitUndecided,
            Channel channel,
            CallDeadlines deadlines,
            Function<ClientTransaction.User, ClientTransaction> forward) {
        this.shard = shard;
        this.live = live;
        this.facts = facts;
        this.life = life;
        this.dialogs = dialogs;
        this.reporter = reporter;
        this.caller = caller;
        this.admitUndecided = admitUndecided;
        this.channel = channel;
        this.cutoff = new Cutoff(shard, deadlines, this::terminate);
        this.forward = forward;
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
        return life.over() || life.state() instanceof CallState.Closing;
    }

    /** Whether it counts as live. */
    boolean alive() {
        return !life.over();
    }

    void begin(@Nullable String userAgent) {
        caller.onCancel(() -> carryOut(life.cancelled(now()), null));
        carryOut(life.attempted(userAgent, now()), null);
        if (life.state() instanceof CallState.Asking) {
            awaitDecision();
        }
    }

    @Override
    public void response(SipMessage response) {
        CallDialogs.Pair fork = null;
        if (response.status() < 300 && callee != null) {
            boolean known = dialogs.answered(response);
            CallDialogs.Pair pair = dialogs.respond(response, callee.flow());
            fork = known || response.status() < 200 ? null : pair;
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
            }
        } else {
            carryOut(life.failure(response.status(), now()), response);
        }
    }

    /** A fork answers when another one is held, or all is over: nobody else would acknowledge it, or end it. */
    private void endFork(CallDialogs.Pair fork) {
        fork.end();
        shard.closer().acknowledge(fork.callee(), caller.request().cseq());
        shard.closer().bye(fork.callee(), reason(), status -> {});
    }

    @Override
    public void failed(int status) {
        carryOut(life.noAnswer(status, now()), null);
    }

    /** The ACK for a 2xx passed. */
    void acknowledged() {
        carryOut(life.acknowledged(now()), null);
    }

    /** A party's BYE was accepted; where the INVITE forked, the call lives on in its other dialogs. */
    void ended(CallDialogs.Pair pair, EndCause cause, Instant at) {
        pair.end();
        if (dialogs.live().isEmpty()) {
            carryOut(life.ended(cause, at), null);
        }
    }

    void decided(AdmissionDecision decision) {
        if (decision.admitted()) {
            if (limited()) {
                cutoff.admitted(decision.paidSeconds());
            }
            carryOut(life.admitted(now()), null);
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
                if (told.happening() instanceof Happening.Ended || told.happening() instanceof Happening.Refused) {
                    channel.release();
                }
                if (!reporter.report(told.happening(), life.identity(), told.at())) {
                    shard.counters().unpublished.increment();
                }
                if (told.happening() instanceof Happening.Answered) {
                    cutoff.answered(told.at());
                }
            } else if (effect instanceof Effect.Respond respond) {
                caller.reply(respond.status(), reasonLine());
            } else if (effect instanceof Effect.Act act) {
                act(act, response);
            }
        }
    }

    private void act(Effect.Act act, @Nullable SipMessage response) {
        switch (act) {
            case FORWARD -> {
                shard.disarm(waiting);
                callee = forward.apply(this);
                callee.start();
            }
            case PASS -> caller.pass(required(response));
            case ANSWER -> answer(required(response));
            case HOLD -> {
                held = response;
                awaitDecision();
            }
            case RELEASE -> {
                shard.disarm(waiting);
                answer(required(held));
                held = null;
            }
            case CANCEL -> {
                if (callee != null) {
                    callee.cancel(reason());
                }
            }
            case ACKNOWLEDGE_AND_BYE -> acknowledgeAndBye(required(held != null ? held : response));
            case BYE -> bye();
            case AWAIT_ACK ->
                waiting = shard.arm(
                        shard.limits().acknowledgement().toNanos(), () -> carryOut(life.unacknowledged(now()), null));
            case ACKNOWLEDGE -> {
                for (CallDialogs.Pair pair : dialogs.live()) {
                    shard.closer().acknowledge(pair.callee(), caller.request().cseq());
                }
            }
            case LINGER -> linger();
        }
    }

    /**
     * The answer's instant is taken on the I/O thread as the 2xx goes to the kernel, so it is never later than the caller's;
     * taken here, it would be early by as long as the 2xx waits for that thread. How long the kernel took to take it, or
     * the thread to go on, is what the cut has to wait in addition. A caller who does not read what he is sent gains no
     * more than a moment.
     */
    private void answer(SipMessage success) {
        caller.pass(success, new Handover() {
            private Instant began = Instant.MAX;

            @Override
            public void begins() {
                began = now();
            }

            @Override
            public void done() {
                Instant at = began;
                Duration lag = Duration.between(at, now());
                shard.execute(() -> {
                    cutoff.after(lag);
                    carryOut(life.passed(at), null);
                });
            }
        });
        shard.arm(shard.limits().handover().toNanos(), () -> carryOut(life.passed(now()), null));
    }

    private void awaitDecision() {
        waiting = shard.arm(shard.limits().decision().toNanos(), () -> {
            shard.counters().undecided.increment();
            carryOut(life.undecided(admitUndecided, now()), null);
        });
    }

    private void acknowledgeAndBye(SipMessage success) {
        shard.disarm(waiting);
        held = null;
        CallDialogs.Pair pair = dialogs.of(success);
        if (pair != null) {
            shard.closer().acknowledge(pair.callee(), caller.request().cseq());
        }
        bye(pair == null ? List.of() : List.of(pair.callee()), Leg.CALLEE);
    }

    private void bye() {
        shard.disarm(waiting);
        List<CallDialogs.Pair> pairs = dialogs.live();
        bye(pairs.stream().map(CallDialogs.Pair::callee).toList(), Leg.CALLEE);
        bye(pairs.stream().map(CallDialogs.Pair::caller).toList(), Leg.CALLER);
    }

    /** A leg is closed when each of its dialogs is; where one was not, that is what is told. */
    private void bye(List<LegDialog> legs, Leg leg) {
        LegOutcome outcome = new LegOutcome(legs.size(), status -> carryOut(life.legClosed(leg, status, now()), null));
        if (legs.isEmpty()) {
            outcome.accept(null);
        }
        for (LegDialog dialog : legs) {
            shard.closer().bye(dialog, reason(), outcome);
        }
    }

    private void linger() {
        shard.disarm(waiting);
        cutoff.over();
        shard.calls().count(-1);
        shard.arm(shard.limits().linger().toNanos(), () -> shard.calls().remove(this));
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
