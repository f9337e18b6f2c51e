package io.tollgate.gateway.proxy;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipMessage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The INVITE of one call, on both sides. A call that was taken up again has none any more. Belongs to its shard. */
final class CallSetup {
    private final ServerTransaction caller;
    private final Function<ClientTransaction.User, ClientTransaction> forward;
    private @Nullable ClientTransaction callee;
    private @Nullable SipMessage held;

    /**
     * An INVITE that came.
     *
     * @param forward sends it on
     */
    CallSetup(ServerTransaction caller, Function<ClientTransaction.User, ClientTransaction> forward) {
        this.caller = caller;
        this.forward = forward;
    }

    void onCancel(Runnable task) {
        caller.onCancel(task);
    }

    void forward(ClientTransaction.User user) {
        callee = forward.apply(user);
        callee.start();
    }

    /** Where it went; null: nowhere yet. */
    @Nullable
    Flow calleeFlow() {
        return callee == null ? null : callee.flow();
    }

    long cseq() {
        return caller.request().cseq();
    }

    void reply(int status, String headers) {
        caller.reply(status, headers);
    }

    void pass(SipMessage response) {
        caller.pass(response);
    }

    void pass(SipMessage response, Handover told) {
        caller.pass(response, told);
    }

    /** Ends the callee's INVITE as soon as that is allowed. */
    void cancel(@Nullable String reason) {
        if (callee != null) {
            callee.cancel(reason);
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
