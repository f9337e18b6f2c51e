package io.tollgate.gateway.proxy;

import io.tollgate.gateway.transaction.Act;
import io.tollgate.gateway.transaction.Input;
import io.tollgate.gateway.transaction.Machine;
import io.tollgate.gateway.transaction.State;
import io.tollgate.gateway.transaction.Step;
import io.tollgate.gateway.transaction.TimerWheel.Timeout;
import io.tollgate.gateway.transport.SendFault;
import io.tollgate.gateway.transport.SendOutcome;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.Reply;
import io.tollgate.gateway.wire.SipMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request that came in and what it was answered (RFC 3261 section 17.2). Once it has its final response no more is kept
 * than what answers its repetitions: a busy gateway has some thousand such transactions for each second of calls. Belongs
 * to its shard.
 */
final class ServerTransaction {
    private static final int TRYING = 100;
    /** Timer E and F: eleven times within 32 s. */
    private static final int MOST_REPEATS = 11;

    private static final long TRYING_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final ShardContext shard;
    private final String key;
    private final Method method;
    private final int length;
    private final int viaPort;
    private final Flow from;
    private final Flow back;
    private final Machine machine;

    /** Null once it has its final response. */
    private @Nullable SipMessage request;

    /** Likewise. */
    private @Nullable AnswerWatch watch;

    /** Null: whoever asked is known to be there, or the upstream has accepted it. */
    private @Nullable AnswerBudget budget;

    private State state;
    private byte @Nullable [] last;
    private int repeats;
    private int sent;
    private @Nullable Timeout retransmit;
    private @Nullable Timeout lifetime;
    private @Nullable Runnable onCancel;
    private @Nullable Handover handover;
    private boolean cancelled;
    private @Nullable String cancelReason;

    ServerTransaction(ShardContext shard, String key, SipMessage request, Flow from) {
        this.shard = shard;
        this.key = key;
        this.request = request;
        this.method = request.method();
        this.length = request.length();
        this.viaPort = request.topVia().port();
        this.from = from;
        this.back = Responses.flow(request, from);
        this.watch = new AnswerWatch(shard.door(), request, from);
        boolean proved = request.toTag() != null || shard.door().provedAddress(from);
        this.budget = proved ? null : new AnswerBudget(request.length());
        this.machine = method == Method.INVITE ? Machine.INVITE_SERVER : Machine.NON_INVITE_SERVER;
        this.state = machine.initial();
    }

    /** The request, which is there until it has its final response. */
    SipMessage request() {
        if (request == null) {
            throw new IllegalStateException("the " + method + " is answered already");
        }
        return request;
    }

    Method method() {
        return method;
    }

    /** How much the request and its answer hold. */
    int bytes() {
        return (request == null ? 0 : length) + (last == null ? 0 : last.length);
    }

    Flow from() {
        return from;
    }

    /** The address that it came from. */
    InetAddress source() {
        return from.remote().getAddress();
    }

    /** What to do when the caller cancels it. */
    void onCancel(Runnable task) {
        onCancel = task;
        if (cancelled) {
            task.run();
        }
    }

    /** Whether the caller has cancelled it. */
    boolean cancelled() {
        return cancelled;
    }

    /** What its CANCEL gave as Reason (RFC 3326), e.g. that the call was completed elsewhere; null: nothing. */
    @Nullable
    String cancelReason() {
        return cancelReason;
    }

    /** A CANCEL for it came; without effect once it has its final response (RFC 3261 section 9.2). */
    void cancel(@Nullable String reason) {
        if (state == State.PROCEEDING && !cancelled) {
            cancelled = true;
            cancelReason = reason;
            if (onCancel != null) {
                onCancel.run();
            }
        }
    }

    /** The request came again. */
    void again() {
        if (repeats++ < MOST_REPEATS) {
            shard.door().excused(from); // RFC 3261 section 17.1 has it come again, but not for ever
        }
        if (budget != null) {
            budget.again();
            if (request != null && last == null && machine == Machine.INVITE_SERVER) {
                shard.arm(TRYING_NANOS, this::trying);
            }
        }
        take(machine.step(state, Input.REQUEST_AGAIN), null);
    }

    /** Its ACK came. */
    void acknowledge() {
        take(machine.step(state, Input.ACK), null);
    }

    /** Whether an ACK belongs to it, and not to a 2xx. */
    boolean awaitsAck() {
        return state == State.COMPLETED || state == State.CONFIRMED;
    }

    /** As {@link AnswerWatch#excuse}. */
    void excuse(boolean proven) {
        if (watch != null) {
            watch.excuse(proven);
        }
    }

    /** Its credentials were wrong. */
    void failed() {
        if (watch != null) {
            watch.failed();
        }
    }

    /** Nobody waits for an answer any more: forgets it. */
    void abandon() {
        state = State.TERMINATED;
        shard.disarm(retransmit);
        shard.disarm(lifetime);
        shard.transactions().forget(key, this);
        letGo();
    }

    /** Answers it ourselves. */
    void reply(int status) {
        reply(status, "");
    }

    /** Answers it ourselves, with whole header lines of our own; without effect once it has its final response. */
    void reply(int status, String headers) {
        if (request == null || watch == null) {
            return;
        }
        watch.replied(status, headers);
        if (status == TRYING && budget != null) {
            // RFC 3261 section 17.2.1 gives 200 ms: most that are refused by then need none, and it would weigh.
            shard.arm(TRYING_NANOS, this::trying);
            return;
        }
        String tag = status == TRYING ? null : shard.ownTag();
        byte[] response = Reply.to(request, from, status, tag, headers);
        boolean whole = budget == null || budget.fits(response.length);
        respond(status, whole ? response : Reply.to(request, from, status, tag, ""));
    }

    /** Nobody waits for it: it is left out where the final response might not fit any more. */
    private void trying() {
        if (request == null || last != null) {
            return;
        }
        byte[] trying = Reply.to(request, from, TRYING, null, "");
        if (budget == null || budget.spares(trying.length)) {
            respond(TRYING, trying);
            if (budget != null) {
                budget.waits();
            }
        }
    }

    /** Passes a response on that came for it. */
    void pass(SipMessage response) {
        if (watch != null) {
            watch.relayed(response);
        }
        boolean accepted = method == Method.INVITE && response.status() < 300;
        if (accepted || shard.door().provedAddress(from)) {
            budget = null;
        }
        SipMessage passed = shard.assertions().goes(response, from);
        byte[] whole = Responses.withoutOurVia(passed);
        boolean fits = budget == null || budget.fits(whole.length);
        respond(response.status(), fits ? whole : Responses.bare(passed));
    }

    /** Likewise; the handover is told of the response's way to the kernel, and not of that of its repetitions. */
    void pass(SipMessage response, Handover told) {
        handover = told;
        pass(response);
        handover = null;
    }

    private void respond(int status, byte[] response) {
        take(machine.step(state, Input.of(status)), response);
    }

    private void take(Step step, byte @Nullable [] response) {
        state = step.next();
        if (step.has(Act.SEND) && response != null) {
            last = response;
            sent = 1;
            send(response, budget == null || budget.settle(response.length));
        } else if (step.has(Act.RESEND) && last != null) {
            sent++;
            send(last, budget == null || budget.spend(last.length));
        }
        boolean reliable = from.transport().reliable();
        if (step.has(Act.STOP_RETRANSMIT)) {
            shard.disarm(retransmit);
        }
        if (step.has(Act.ARM_RETRANSMIT) && !reliable) {
            shard.disarm(retransmit);
            retransmit = shard.arm(
                    shard.timers().retransmitNanos(machine, state, sent),
                    () -> take(machine.step(state, Input.RETRANSMIT_TIMER), null));
        }
        if (step.has(Act.ARM_LIFETIME)) {
            shard.disarm(lifetime);
            lifetime = shard.arm(
                    shard.timers().lifetimeNanos(machine, state, reliable),
                    () -> take(machine.step(state, Input.LIFETIME_TIMER), null));
        }
        if (state == State.TERMINATED) {
            shard.transactions().forget(key, this);
        }
        if (state != machine.initial() && state != State.PROCEEDING) {
            letGo();
        }
    }

    private void letGo() {
        if (request != null) {
            shard.transactions().released(length);
        }
        request = null;
        watch = null;
        onCancel = null;
        retransmit = state == State.COMPLETED ? retransmit : null;
        last = state == State.COMPLETED ? last : null;
    }

    private void send(byte[] response, boolean afforded) {
        if (!afforded) {
            shard.counters().withheld.increment();
            return;
        }
        shard.outbound().send(back, response, new Sent(response, handover));
    }

    /** What becomes of a response on the way that its request came. */
    private final class Sent implements SendOutcome {
        private final byte[] response;
        private final @Nullable Handover told;

        Sent(byte[] response, @Nullable Handover told) {
            this.response = response;
            this.told = told;
        }

        @Override
        public void onWriting() {
            if (told != null) {
                told.begins();
            }
        }

        @Override
        public void onWritten() {
            if (told != null) {
                told.done();
            }
        }

        /** RFC 3261 section 18.2.2: where the connection is gone, a response may go to one that is opened for it. */
        @Override
        public void onFailure(Flow flow, SendFault fault) {
            if (back.connection() != Flow.NONE && fault == SendFault.CONNECTION_GONE) {
                shard.execute(() -> reopen(flow));
            }
        }

        private void reopen(Flow flow) {
            InetSocketAddress listening = new InetSocketAddress(
                    flow.remote().getAddress(), viaPort <= 0 ? flow.transport().defaultPort() : viaPort);
            // A flow without connection cannot fail for its loss: this is not done twice.
            shard.outbound().send(Flow.to(flow.transport(), flow.local(), listening), response, this);
        }
    }
}
