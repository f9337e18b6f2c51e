package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.message.InDialogRequests;
import io.tollgate.gateway.transport.SendOutcome;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Speaks in a dialog for one of its parties: ACK, BYE, OPTIONS. Belongs to its shard. */
final class Closer {

    private final ShardContext shard;

    Closer(ShardContext shard) {
        this.shard = shard;
    }

    /**
     * Acknowledges a 2xx to an INVITE for its sender.
     *
     * @param then what must not overtake the ACK
     */
    void acknowledge(LegDialog leg, long cseq, Runnable then) {
        shard.hops().locate(leg, shard, flow -> {
            shard.outbound().send(flow, build("ACK", leg, cseq, shard.nextId(), flow, null), SendOutcome.IGNORED);
            then.run();
        });
    }

    /**
     * Sends one BYE to a leg.
     *
     * @param reason the value of a Reason header, or null
     * @param answered gets the BYE's final status, or null where none came
     */
    void bye(LegDialog leg, @Nullable String reason, Consumer<@Nullable Integer> answered) {
        send(Method.BYE, leg, leg.nextCseq(), reason, answered, () -> answered.accept(null));
    }

    /**
     * Asks a leg whether it still knows the dialog (RFC 3261 section 11, in a dialog).
     *
     * @param answered gets the final status, or null where none came
     * @param unsent in its place where the question did not even leave
     */
    void ask(LegDialog leg, Consumer<@Nullable Integer> answered, Runnable unsent) {
        send(Method.OPTIONS, leg, leg.pingCseq(), null, answered, unsent);
    }

    private void send(
            Method method,
            LegDialog leg,
            long cseq,
            @Nullable String reason,
            Consumer<@Nullable Integer> answered,
            Runnable unsent) {
        shard.hops().locate(leg, shard, flow -> {
            long id = shard.nextId();
            byte[] request = build(method.name(), leg, cseq, id, flow, reason);
            ClientTransaction.User user = new ClientTransaction.User() {
                @Override
                public void response(SipMessage response) {
                    if (response.status() >= 200) {
                        answered.accept(response.status());
                    }
                }

                @Override
                public void failed(int status) {
                    if (status == ClientTransaction.UNREACHABLE) {
                        unsent.run();
                    } else {
                        answered.accept(null);
                    }
                }
            };
            shard.client(id, method, request, flow, user).start();
        });
    }

    private byte[] build(String method, LegDialog leg, long cseq, long id, Flow flow, @Nullable String reason) {
        return InDialogRequests.build(method, leg, cseq, shard.via(flow, id), reason);
    }
}
