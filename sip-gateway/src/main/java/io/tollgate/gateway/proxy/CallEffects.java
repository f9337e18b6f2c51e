package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.CallLife;
import io.tollgate.gateway.dialog.Effect;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.transaction.TimerWheel.Timeout;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries out, in order, what the life of one call yields; what comes of that is fed to it in turn. Belongs to its call's
 * shard.
 */
final class CallEffects {
    private final ShardContext shard;
    private final Call call;
    private final CallParts parts;
    private final CallLife life;
    private final Upkeep upkeep;
    private final LegEnding ending;
    private @Nullable Timeout waiting;
    private @Nullable Timeout passing;
    private @Nullable Timeout forgetting;

    CallEffects(ShardContext shard, Call call, CallParts parts, Upkeep upkeep, LegEnding ending) {
        this.shard = shard;
        this.call = call;
        this.parts = parts;
        this.life = parts.life();
        this.upkeep = upkeep;
        this.ending = ending;
    }

    /** What an input yielded that was no response. */
    void carryOut(List<Effect> effects) {
        carryOut(effects, null);
    }

    /**
     * What an input yielded.
     *
     * @param response the one at hand
     */
    void carryOut(List<Effect> effects, @Nullable SipMessage response) {
        giveReason(effects);
        for (Effect effect : effects) {
            if (effect instanceof Effect.Publish told) {
                publish(told);
            } else if (effect instanceof Effect.Respond respond) {
                parts.invite().reply(respond.status(), ending.reasonLine());
            } else if (effect instanceof Effect.Act act) {
                act(act, response);
            }
        }
    }

    /** Both legs are to learn of a refusal, and it may be told last. */
    private void giveReason(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Publish told && told.happening() instanceof Happening.Refused refused) {
                ending.refused(refused.sipStatus());
            }
        }
    }

    private void publish(Effect.Publish told) {
        Happening happening = told.happening();
        if (happening instanceof Happening.Ended || happening instanceof Happening.Refused) {
            parts.channel().release();
        }
        if (life.identity().proven()) {
            upkeep.proven();
        }
        // A callee may hang up while his 2xx is held, and be answered after it was let go.
        if (!parts.reporter().report(happening, life.identity(), upkeep.notBeforeAnswer(told.at()))) {
            shard.counters().unpublished.increment();
        }
        if (happening instanceof Happening.Answered) {
            upkeep.answered(told.at());
        }
    }

    private void act(Effect.Act act, @Nullable SipMessage response) {
        switch (act) {
            case ASK -> awaitDecision();
            case FORWARD -> {
                shard.disarm(waiting);
                parts.invite().forward(call.responses());
            }
            case PASS -> parts.invite().pass(required(response));
            case ANSWER -> answer(required(response));
            case HOLD -> {
                parts.invite().hold(required(response));
                awaitDecision();
            }
            case RELEASE -> {
                shard.disarm(waiting);
                answer(required(parts.invite().release()));
            }
            case CANCEL -> parts.invite().cancel(ending.reason());
            case ACKNOWLEDGE_AND_BYE -> acknowledgeAndBye(response);
            case BYE -> {
                shard.disarm(waiting);
                ending.all(this::legClosed);
            }
            case DISMISS -> {
                if (!shard.observing()) {
                    ending.all((leg, status) -> {});
                }
            }
            case AWAIT_ACK ->
                waiting = shard.arm(
                        shard.limits().acknowledgement().toNanos(), () -> carryOut(life.unacknowledged(now())));
            case LINGER -> linger();
        }
    }

    private void awaitDecision() {
        waiting = shard.arm(shard.limits().decision().toNanos(), () -> {
            shard.counters().undecided.increment();
            carryOut(life.undecided(parts.admitUndecided(), now()));
        });
    }

    private void answer(SipMessage success) {
        upkeep.refreshed(success);
        parts.invite()
                .answer(
                        success,
                        // Mostly the ACK comes next; to wake a thread for this would be one more switch for each call.
                        (at, lag) -> shard.executeSoon(() -> {
                            shard.disarm(passing);
                            upkeep.after(lag);
                            carryOut(life.passed(at));
                        }));
        passing = shard.arm(shard.limits().handover().toNanos(), () -> carryOut(life.passed(now())));
    }

    private void acknowledgeAndBye(@Nullable SipMessage response) {
        shard.disarm(waiting);
        SipMessage held = parts.invite().release();
        DialogPair pair = parts.dialogs().of(required(held != null ? held : response));
        if (pair == null) {
            legClosed(Leg.CALLEE, null);
        } else {
            ending.callee(pair, status -> legClosed(Leg.CALLEE, status));
        }
    }

    private void legClosed(Leg leg, @Nullable Integer status) {
        carryOut(life.legClosed(leg, status, now()));
    }

    private void linger() {
        shard.disarm(waiting);
        shard.disarm(passing);
        upkeep.over();
        shard.calls().count(-1);
        if (parts.dialogs().answered() && ending.silent()) {
            shard.calls().fold(call, FoldedCall.fold(shard, parts));
        } else {
            shard.calls().linger(call);
        }
    }

    /** As {@link TabledCall#forgetLater}. */
    void forgetLater() {
        forgetting = shard.arm(shard.limits().linger().toNanos(), () -> {
            if (ending.pursues()) {
                forgetLater();
            } else {
                shard.calls().remove(call);
            }
        });
    }

    /** As {@link TabledCall#forgotten}: its timer must not hold it either. */
    void forgotten() {
        shard.disarm(forgetting);
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
