package io.tollgate.gateway.proxy;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The INVITE of one call, on both sides. A call that was taken up again has none any more. Belongs to its shard. */
final class CallSetup {
    private final SteadyClock clock;
    private final ServerTransaction caller;
    private final long cseq;
    private @Nullable Function<ClientTransaction.User, Forwarding> forward;
    private @Nullable Forwarding callee;
    private @Nullable SipMessage held;

    /**
     * An INVITE that came.
     *
     * @param forward sends it on
     */
    CallSetup(SteadyClock clock, ServerTransaction caller, Function<ClientTransaction.User, Forwarding> forward) {
        this.clock = clock;
        this.caller = caller;
        this.cseq = caller.request().cseq();
        this.forward = forward;
    }

    void onCancel(Runnable task) {
        caller.onCancel(task);
    }

    /** Sends it on, once. */
    void forward(ClientTransaction.User user) {
        if (forward == null) {
            throw new IllegalStateException("the INVITE is on its way already");
        }
        callee = forward.apply(user);
        forward = null;
        callee.start();
    }

    /** What still comes back is somebody else's to hear. */
    void told(ClientTransaction.User user) {
        if (callee != null) {
            callee.told(user);
        }
    }

    /** Where it went; null: nowhere yet. */
    @Nullable
    Flow calleeFlow() {
        return callee == null ? null : callee.flow();
    }

    /** The Request-URI with which it went there. */
    String calleeTarget() {
        return callee == null ? caller.request().targetText() : callee.requestUri();
    }

    long cseq() {
        return cseq;
    }

    /** How much its messages hold. */
    long bytes() {
        return caller.bytes() + (callee == null ? 0 : callee.bytes());
    }

    void reply(int status, String headers) {
        caller.reply(status, callee == null ? headers : callee.failureHeaders() + headers);
        if (status >= 200) {
            forward = null; // whoever is refused is sent on to nobody, and his INVITE need not be kept for that
        }
    }

    void pass(SipMessage response) {
        caller.pass(response);
    }

    /**
     * Passes the 2xx on that answers the call. Its instant is taken on the I/O thread as it goes to the kernel, so it is never
     * later than the caller's; taken before, it would be early by as long as the 2xx waits for that thread. How long the
     * kernel took to take it, or the thread to go on, is what the cut has to wait in addition. A caller who does not read
     * what he is sent gains no more than a moment.
     *
     * @param passed told on the I/O thread: when, and how much later the kernel had surely taken it
     */
    void answer(SipMessage success, BiConsumer<Instant, Duration> passed) {
        caller.pass(success, new Handover() {
            private Instant began = Instant.MAX;

            @Override
            public void begins() {
                began = clock.instant();
            }

            @Override
            public void done() {
                passed.accept(began, Duration.between(began, clock.instant()));
            }
        });
    }

    /** Whether the caller has cancelled it. */
    boolean cancelled() {
        return caller.cancelled();
    }

    /**
     * Ends the callee's INVITE as soon as that is allowed.
     *
     * @param reason why; null: as the caller's own CANCEL says
     */
    void cancel(@Nullable String reason) {
        if (callee != null) {
            callee.cancel(reason == null ? caller.cancelReason() : reason);
        }
    }

    void hold(SipMessage success) {
        held = success;
    }

    /** The 2xx that was held, which is not any more; null: none is. */
    @Nullable
    SipMessage release() {
        SipMessage released = held;
        held = null;
        return released;
    }
}
