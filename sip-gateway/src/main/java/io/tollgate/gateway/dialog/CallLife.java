package io.tollgate.gateway.dialog;

import io.tollgate.gateway.admission.RefusalCodes;
import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.dialog.Effect.Act;
import io.tollgate.gateway.dialog.Effect.Publish;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.identity.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call from its INVITE to its end: each input yields the effects to carry out, in order. Late and repeated inputs
 * yield none. What an input does is said by the state that it meets: an {@link Attempt} has no final response yet, a {@link
 * Running} call is answered, an {@link Ending} one is told to be over.
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
    private final RefusalCodes codes;
    private Identity identity;
    private CallState state;

    private CallLife(Identity identity, RefusalCodes codes, CallState state) {
        this.identity = identity;
        this.codes = codes;
        this.state = state;
    }

    /**
     * A call that begins.
     *
     * @param identity what proves its account as of the INVITE
     * @param awaitsAdmission whether it may be answered only once admitted; for the account's failure policy see {@link
     *     #undecided}
     */
    public CallLife(Identity identity, boolean awaitsAdmission, RefusalCodes codes) {
        this(
                identity,
                codes,
                awaitsAdmission && identity.proven()
                        ? new Attempt.Asking()
                        : new Inviting.Trying(awaitsAdmission, false));
    }

    /** A call that was answered and told long ago, and is taken up again. */
    public static CallLife resumed(Identity identity, RefusalCodes codes) {
        return new CallLife(identity, codes, new Running.Answered(true, true));
    }

    /** A call that is over, of which something comes late. */
    public static CallLife finished(Identity identity, RefusalCodes codes) {
        return new CallLife(identity, codes, new Ending.Ended());
    }

    void become(CallState next) {
        state = next;
    }

    void provenByUpstream() {
        if (!identity.proven()) {
            identity = Identity.UPSTREAM;
        }
    }

    RefusalCodes codes() {
        return codes;
    }

    /** What proves its account, as known now. */
    public Identity identity() {
        return identity;
    }

    /** Whether nothing can come of it any more. */
    public boolean over() {
        return state instanceof Ending.Ended;
    }

    /** Whether that is so, or BYEs of ours are out to its legs. */
    public boolean closing() {
        return over() || state instanceof Ending.Closing;
    }

    /** Whether it was answered and nothing has ended it, though it may be about to be. */
    public boolean answered() {
        return state instanceof Running;
    }

    /** Likewise, and no order is about to. */
    public boolean undisturbed() {
        return state instanceof Running.Answered;
    }

    /** Whether something is under way that another gateway could not go on with: no answer yet, or an end by order. */
    public boolean unsettled() {
        return state instanceof Attempt || state instanceof Running.AwaitingAck || state instanceof Ending.Closing;
    }

    /** Whether a response that says that the callee was reached proves the account. */
    public boolean awaitsProof() {
        return state instanceof Inviting.Trying && !identity.proven();
    }

    /** Another gateway has it: what comes here of it is late. False, and nothing else, if it is being ended here. */
    public boolean relinquish() {
        boolean given = undisturbed();
        state = given ? new Ending.Ended() : state;
        return given;
    }

    /** The first step: the attempt is told, and goes on unless it must wait. */
    public List<Effect> attempted(@Nullable String userAgent, Instant now) {
        Effect told = new Publish(new Happening.Attempted(userAgent), now);
        return List.of(told, state instanceof Attempt.Asking ? Act.ASK : Act.FORWARD);
    }

    /**
     * A provisional above 100 or a 2xx came and proves the account, which has no channel left.
     *
     * @param answered whether it is a 2xx
     */
    public List<Effect> full(boolean answered, Instant now) {
        return state.full(this, answered, now);
    }

    /** A provisional above 100 came from the callee. */
    public List<Effect> provisional(Instant now) {
        return state.provisional(this, now);
    }

    /** A 2xx came from the callee, the first, a repeated or a forked one. */
    public List<Effect> success(Instant now) {
        return state.success(this, now);
    }

    /**
     * The 2xx has left for the caller: from then on the call costs. What the call told before this came would be money for
     * a time in which he could not have heard anything.
     */
    public List<Effect> passed(Instant at) {
        return state.passed(this, at);
    }

    /** A final response of 300 or above came from the callee. */
    public List<Effect> failure(int status, Instant now) {
        return state.failure(this, status, now);
    }

    /**
     * The callee's INVITE got no final response, or could not be sent.
     *
     * @param status what the caller gets for it
     */
    public List<Effect> noAnswer(int status, Instant now) {
        return state.noAnswer(this, status, now);
    }

    /** The caller sent CANCEL. */
    public List<Effect> cancelled(Instant now) {
        return state.cancelled(this, now);
    }

    /** The caller's BYE in an early dialog was accepted (RFC 3261 section 15): the INVITE's own response is to come. */
    public void hungUpEarly() {
        state.hungUpEarly(this);
    }

    /** A phone answers that the caller has not hung up on: he waits for it after all. */
    public void waitsOn() {
        state.waitsOn(this);
    }

    /** The Admission came: it may be answered. */
    public List<Effect> admitted() {
        return state.admitted(this);
    }

    /** The Admission came, or its absence counts as one: it must not be answered. */
    public List<Effect> refused(RefusalReason reason, Instant now) {
        return state.refused(this, reason, now);
    }

    /**
     * The time for the Admission is over while the INVITE or the 2xx waits.
     *
     * @param admit the account's failure policy
     */
    public List<Effect> undecided(boolean admit, Instant now) {
        return state.undecided(this, admit, now);
    }

    /** The ACK for the 2xx passed. */
    public List<Effect> acknowledged(Instant now) {
        return state.acknowledged(this, now);
    }

    /** The time that an order grants the ACK is over. */
    public List<Effect> unacknowledged(Instant now) {
        return state.unacknowledged(this, now);
    }

    /** A party's BYE was accepted; while the 2xx is held, the caller still waits for a final response. */
    public List<Effect> ended(EndCause cause, Instant at) {
        return state.ended(this, cause, at);
    }

    /** A party does not know the call any more, or does not answer: its BYE was lost, or its device is. */
    public List<Effect> deserted(Instant now) {
        return hungUp(EndCause.TIMED_OUT, now);
    }

    /** A party's BYE is under way in each dialog, and an order does not wait for what the other says to it. */
    public List<Effect> hungUp(EndCause by, Instant at) {
        List<Effect> effects = new ArrayList<>(ended(by, at));
        if (!effects.isEmpty()) {
            effects.add(effects.indexOf(Act.LINGER), Act.DISMISS);
        }
        return effects;
    }

    /** The gateway goes and cannot wait for the answer. */
    public List<Effect> giveUp(int status, Instant now) {
        return state.giveUp(this, status, now);
    }

    /**
     * An order to end it is due. Streams orders the end of what it does not admit, for gateways that do not wait for its
     * Admission; which of the two comes first is no difference to a call that waits.
     */
    public List<Effect> terminate(Order order, Instant now) {
        RefusalReason reason = order.refusal();
        List<Effect> refused = reason == null ? List.of() : refused(reason, now);
        return refused.isEmpty() ? state.terminate(this, order, now) : refused;
    }

    /**
     * A leg to which we sent BYE is done.
     *
     * @param status its answer; null: none came
     */
    public List<Effect> legClosed(Leg leg, @Nullable Integer status, Instant now) {
        return state.legClosed(this, leg, status, now);
    }
}
