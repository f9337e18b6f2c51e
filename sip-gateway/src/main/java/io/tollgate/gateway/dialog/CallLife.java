package io.tollgate.gateway.dialog;

import io.tollgate.gateway.admission.RefusalCodes;
import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.dialog.CallState.Abandoned;
import io.tollgate.gateway.dialog.CallState.Answered;
import io.tollgate.gateway.dialog.CallState.Asking;
import io.tollgate.gateway.dialog.CallState.AwaitingAck;
import io.tollgate.gateway.dialog.CallState.Closing;
import io.tollgate.gateway.dialog.CallState.Ended;
import io.tollgate.gateway.dialog.CallState.Held;
import io.tollgate.gateway.dialog.CallState.Ringing;
import io.tollgate.gateway.dialog.CallState.Trying;
import io.tollgate.gateway.dialog.Effect.Act;
import io.tollgate.gateway.dialog.Effect.Publish;
import io.tollgate.gateway.dialog.Effect.Respond;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.identity.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call from its INVITE to its end: each input yields the effects to carry out, in order. Late and repeated inputs
 * yield none.
 *
 * <pre>
 *            admitted                 1xx              2xx            BYE
 *   Asking -----------> Trying ---------> Ringing ---------> Answered ----> Ended
 *     |                    |  2xx, not yet    |                  | order
 *     | refused            |  admitted        v                  v
 *     +--> Ended           +--------------> Held           AwaitingAck --> Closing --> Ended
 *                          | order, refused   | order, refused   ACK or time     last leg closed
 *                          v                  v
 *                       Abandoned ------> Closing / Ended        (2xx that crosses: ACK and BYE)
 * </pre>
 *
 * <p>Not thread-safe: belongs to its call's shard.
 */
public final class CallLife {
    private static final List<Effect> NOTHING = List.of();

    private final RefusalCodes codes;
    private Identity identity;
    private boolean awaitsAdmission;
    private boolean cancelled;
    private boolean answerTold;
    private CallState state;

    /**
     * A call that begins.
     *
     * @param identity what proves its account as of the INVITE
     * @param awaitsAdmission whether it may be answered only once admitted; for the account's failure policy see {@link
     *     #undecided}
     */
    public CallLife(Identity identity, boolean awaitsAdmission, RefusalCodes codes) {
        this.identity = identity;
        this.awaitsAdmission = awaitsAdmission;
        this.codes = codes;
        this.state = awaitsAdmission && identity.proven() ? new Asking() : new Trying();
    }

    /** A call that was answered and told long ago, and is taken up again. */
    public static CallLife resumed(Identity identity, RefusalCodes codes) {
        CallLife life = new CallLife(identity, false, codes);
        life.state = new Answered(true);
        life.answerTold = true;
        return life;
    }

    /** Where it is. */
    public CallState state() {
        return state;
    }

    /** What proves its account, as known now. */
    public Identity identity() {
        return identity;
    }

    /** Whether nothing can come of it any more. */
    public boolean over() {
        return state instanceof Ended;
    }

    /** Whether the caller has no final response yet. */
    private boolean unanswered() {
        return state instanceof Asking || state instanceof Trying || state instanceof Ringing || state instanceof Held;
    }

    /** Whether it was answered and nothing has ended it, though it may be about to be. */
    public boolean answered() {
        return state instanceof Answered || state instanceof AwaitingAck;
    }

    /** Whether something is under way that another gateway could not go on with: no answer yet, or an end by order. */
    public boolean unsettled() {
        return unanswered() || state instanceof AwaitingAck || state instanceof Closing;
    }

    /** Another gateway has it: what comes here of it is late. False, and nothing else, if it is being ended here. */
    public boolean relinquish() {
        boolean given = state instanceof Answered;
        state = given ? new Ended() : state;
        return given;
    }

    /** The first step: the attempt is told, and goes on unless it must wait. */
    public List<Effect> attempted(@Nullable String userAgent, Instant now) {
        Effect told = new Publish(new Happening.Attempted(userAgent), now);
        return state instanceof Asking ? List.of(told) : List.of(told, Act.FORWARD);
    }

    /** Whether a response that says that the callee was reached proves the account. */
    public boolean awaitsProof() {
        return state instanceof Trying && !identity.proven();
    }

    /**
     * A provisional above 100 or a 2xx came and proves the account, which has no channel left.
     *
     * @param answered whether it is a 2xx
     */
    public List<Effect> full(boolean answered, Instant now) {
        if (!awaitsProof()) {
            return NOTHING;
        }
        provenByUpstream();
        return refuse(answered, RefusalReason.CHANNEL_LIMIT, now);
    }

    /** A provisional above 100 came from the callee. */
    public List<Effect> provisional(Instant now) {
        if (state instanceof Ringing) {
            return List.of(Act.PASS);
        }
        if (!(state instanceof Trying)) {
            return NOTHING;
        }
        provenByUpstream();
        state = new Ringing();
        return List.of(Act.PASS, new Publish(new Happening.Ringing(), now));
    }

    /** A 2xx came from the callee, the first, a repeated or a forked one. */
    public List<Effect> success(Instant now) {
        if (state instanceof Trying || state instanceof Ringing) {
            boolean first = state instanceof Trying;
            provenByUpstream();
            if (!awaitsAdmission) {
                return answer(Act.ANSWER);
            }
            if (cancelled) {
                // It would only be held for a decision that nobody needs any more.
                return endUnanswered(EndCause.CANCELLED, 487, true, now);
            }
            state = new Held();
            return first ? List.of(Act.HOLD, new Publish(new Happening.Ringing(), now)) : List.of(Act.HOLD);
        }
        if (state instanceof Answered || state instanceof AwaitingAck) {
            return List.of(Act.PASS);
        }
        if (state instanceof Abandoned abandoned) {
            Order order = abandoned.order();
            state = order == null ? new Ended() : new Closing(order, Set.of(Leg.CALLEE));
            return order == null ? List.of(Act.ACKNOWLEDGE_AND_BYE, Act.LINGER) : List.of(Act.ACKNOWLEDGE_AND_BYE);
        }
        return NOTHING;
    }

    private List<Effect> answer(Act pass) {
        state = new Answered(false);
        return List.of(pass);
    }

    /**
     * The 2xx has left for the caller: from then on the call costs. What the call told before this came would be money for
     * a time in which he could not have heard anything.
     */
    public List<Effect> passed(Instant at) {
        if (answerTold || !(state instanceof Answered || state instanceof AwaitingAck)) {
            return NOTHING;
        }
        answerTold = true;
        return List.of(new Publish(new Happening.Answered(), at));
    }

    /** A final response of 300 or above came from the callee. */
    public List<Effect> failure(int status, Instant now) {
        if (state instanceof Trying || state instanceof Ringing) {
            state = new Ended();
            EndCause cause = cancelled ? EndCause.CANCELLED : EndCause.FAILED;
            return List.of(Act.PASS, new Publish(Happening.Ended.by(cause, status), now), Act.LINGER);
        }
        return state instanceof Abandoned ? calleeGone(status, now) : NOTHING;
    }

    /**
     * The callee's INVITE got no final response, or could not be sent.
     *
     * @param status what the caller gets for it
     */
    public List<Effect> noAnswer(int status, Instant now) {
        if (state instanceof Trying || state instanceof Ringing) {
            state = new Ended();
            EndCause cause = cancelled ? EndCause.CANCELLED : EndCause.FAILED;
            int told = cancelled ? 487 : status;
            return List.of(new Respond(told), new Publish(Happening.Ended.by(cause, told), now), Act.LINGER);
        }
        return state instanceof Abandoned ? calleeGone(null, now) : NOTHING;
    }

    private List<Effect> calleeGone(@Nullable Integer status, Instant now) {
        Order order = ((Abandoned) state).order();
        state = new Ended();
        return order == null ? List.of(Act.LINGER) : List.of(closed(order, Leg.CALLEE, status, now), Act.LINGER);
    }

    /** The caller sent CANCEL. */
    public List<Effect> cancelled(Instant now) {
        cancelled = true;
        if (state instanceof Trying || state instanceof Ringing) {
            return List.of(Act.CANCEL);
        }
        return state instanceof Asking || state instanceof Held
                ? endUnanswered(EndCause.CANCELLED, 487, state instanceof Held, now)
                : NOTHING;
    }

    /** The caller gets a final response of ours while nobody rings. */
    private List<Effect> endUnanswered(EndCause cause, int status, boolean answered, Instant now) {
        List<Effect> effects = new ArrayList<>();
        if (answered) {
            effects.add(Act.ACKNOWLEDGE_AND_BYE);
        }
        state = new Ended();
        effects.add(new Respond(status));
        effects.add(new Publish(Happening.Ended.by(cause, status), now));
        effects.add(Act.LINGER);
        return effects;
    }

    /** The caller's BYE in an early dialog was accepted (RFC 3261 section 15): the INVITE's own response is to come. */
    public void hungUpEarly() {
        cancelled = cancelled || unanswered();
    }

    /** The Admission came: it may be answered. */
    public List<Effect> admitted(Instant now) {
        awaitsAdmission = false;
        if (state instanceof Asking) {
            state = new Trying();
            return List.of(Act.FORWARD);
        }
        return state instanceof Held ? answer(Act.RELEASE) : NOTHING;
    }

    /** The Admission came, or its absence counts as one: it must not be answered. */
    public List<Effect> refused(RefusalReason reason, Instant now) {
        if (!awaitsAdmission) {
            return NOTHING;
        }
        return refuse(state instanceof Held, reason, now);
    }

    /** By policy, before the caller got a 2xx. */
    private List<Effect> refuse(boolean answered, RefusalReason reason, Instant now) {
        int status = codes.of(reason);
        Effect respond = new Respond(status);
        Effect told = new Publish(new Happening.Refused(status, reason, null), now);
        if (answered) {
            state = new Ended();
            return List.of(Act.ACKNOWLEDGE_AND_BYE, respond, told, Act.LINGER);
        }
        if (state instanceof Trying || state instanceof Ringing) {
            state = new Abandoned(null);
            return List.of(respond, Act.CANCEL, told);
        }
        if (state instanceof Asking) {
            state = new Ended();
            return List.of(respond, told, Act.LINGER);
        }
        return NOTHING;
    }

    /**
     * The time for the Admission is over while the INVITE or the 2xx waits.
     *
     * @param admit the account's failure policy
     */
    public List<Effect> undecided(boolean admit, Instant now) {
        if (!(state instanceof Asking || state instanceof Held)) {
            return NOTHING;
        }
        return admit ? admitted(now) : refused(RefusalReason.NOT_ADMITTED, now);
    }

    /** The ACK for the 2xx passed. */
    public List<Effect> acknowledged(Instant now) {
        if (state instanceof Answered) {
            state = new Answered(true);
            return NOTHING;
        }
        return state instanceof AwaitingAck awaiting ? close(awaiting.order(), now) : NOTHING;
    }

    /** The time that an order grants the ACK is over. */
    public List<Effect> unacknowledged(Instant now) {
        return state instanceof AwaitingAck awaiting ? close(awaiting.order(), now) : NOTHING;
    }

    /** A party's BYE was accepted; while the 2xx is held, the caller still waits for a final response. */
    public List<Effect> ended(EndCause cause, Instant at) {
        if (state instanceof Held) {
            boolean caller = cause == EndCause.CALLER;
            return endUnanswered(caller ? EndCause.CANCELLED : EndCause.FAILED, caller ? 487 : 480, true, at);
        }
        if (!(state instanceof Answered || state instanceof AwaitingAck)) {
            return NOTHING;
        }
        List<Effect> effects = new ArrayList<>(passed(at));
        state = new Ended();
        effects.add(new Publish(Happening.Ended.by(cause, null), at));
        effects.add(Act.LINGER);
        return effects;
    }

    /** A party does not know the call any more, or does not answer: its BYE was lost, or its device is. */
    public List<Effect> deserted(Instant now) {
        List<Effect> effects = new ArrayList<>(ended(EndCause.TIMED_OUT, now));
        if (!effects.isEmpty()) {
            effects.add(Act.DISMISS);
        }
        return effects;
    }

    /** The gateway goes and cannot wait for the answer. */
    public List<Effect> giveUp(int status, Instant now) {
        if (!unanswered()) {
            return NOTHING;
        }
        if (state instanceof Trying || state instanceof Ringing) {
            state = new Abandoned(null);
            return List.of(
                    new Respond(status), new Publish(Happening.Ended.by(EndCause.FAILED, status), now), Act.CANCEL);
        }
        return endUnanswered(EndCause.FAILED, status, state instanceof Held, now);
    }

    /** An order to end it is due. */
    public List<Effect> terminate(Order order, Instant now) {
        if (state instanceof Answered answered) {
            if (answered.acknowledged()) {
                return close(order, now);
            }
            state = new AwaitingAck(order);
            return List.of(Act.AWAIT_ACK);
        }
        int status = order.reason().statusForCaller(codes);
        Effect respond = new Respond(status);
        Effect told = new Publish(
                new Happening.Ended(EndCause.TERMINATED, status, order.terminationId(), order.reason()), now);
        Effect callerClosed = closed(order, Leg.CALLER, status, now);
        if (state instanceof Trying || state instanceof Ringing) {
            state = new Abandoned(order);
            return List.of(respond, Act.CANCEL, told, callerClosed);
        }
        if (state instanceof Held) {
            state = new Closing(order, Set.of(Leg.CALLEE));
            return List.of(respond, told, callerClosed, Act.ACKNOWLEDGE_AND_BYE);
        }
        if (state instanceof Asking) {
            state = new Ended();
            return List.of(respond, told, callerClosed, Act.LINGER);
        }
        return NOTHING;
    }

    private List<Effect> close(Order order, Instant now) {
        List<Effect> effects = new ArrayList<>(passed(now));
        state = new Closing(order, Set.of(Leg.CALLER, Leg.CALLEE));
        // Told first: a leg that cannot be reached is closed before the BYE's effect returns.
        effects.add(new Publish(
                new Happening.Ended(EndCause.TERMINATED, null, order.terminationId(), order.reason()), now));
        effects.add(Act.BYE);
        return effects;
    }

    /**
     * A leg to which we sent BYE is done.
     *
     * @param status its answer; null: none came
     */
    public List<Effect> legClosed(Leg leg, @Nullable Integer status, Instant now) {
        if (!(state instanceof Closing closing) || !closing.open().contains(leg)) {
            return NOTHING;
        }
        Set<Leg> open = EnumSet.copyOf(closing.open());
        open.remove(leg);
        Effect told = closed(closing.order(), leg, status, now);
        state = open.isEmpty() ? new Ended() : new Closing(closing.order(), open);
        return open.isEmpty() ? List.of(told, Act.LINGER) : List.of(told);
    }

    private static Effect closed(Order order, Leg leg, @Nullable Integer status, Instant now) {
        long elapsedMicros = Math.max(0, Duration.between(order.since(), now).toNanos() / 1_000);
        return new Publish(new Happening.LegClosed(order.terminationId(), leg, status, elapsedMicros), now);
    }

    private void provenByUpstream() {
        if (!identity.proven()) {
            identity = Identity.UPSTREAM;
        }
    }
}
