package io.tollgate.gateway.proxy;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;

/**
 * Where every request enters its shard: retransmissions, ACK and CANCEL find their transaction; what is new goes through
 * the door for dialogs or the one for what starts something. Belongs to its shard.
 */
final class RequestRouter {
    private static final int OK = 200;
    private static final int NO_SUCH_TRANSACTION = 481;
    private static final int TOO_MANY_HOPS = 483;

    private final ShardContext shard;
    private final InDialogRouter inDialog;
    private final OutOfDialogRouter outOfDialog;

    RequestRouter(ShardContext shard, Orders orders) {
        this.shard = shard;
        this.inDialog = new InDialogRouter(shard);
        this.outOfDialog = new OutOfDialogRouter(shard, orders);
    }

    void request(SipMessage request, Flow from) {
        if (request.method() == Method.ACK) {
            acknowledge(request, from);
            return;
        }
        ServerTransaction known = shard.transactions().of(request);
        if (known != null) {
            known.again();
            return;
        }
        boolean first = request.toTag() == null;
        if (first && shard.transactions().size() >= shard.limits().transactions()) {
            overloaded(request, from);
            return;
        }
        ServerTransaction server = shard.transactions().open(shard, request, from);
        if (request.method() == Method.CANCEL) {
            cancel(server);
        } else if (request.maxForwards() == 0 && !outOfDialog.answersHere(request)) {
            server.reply(TOO_MANY_HOPS);
        } else if (first) {
            outOfDialog.request(server);
        } else {
            inDialog.request(server);
        }
    }

    /** For a non-2xx it ends here (RFC 3261 section 17.1.1.3), for a 2xx it goes to the other side. */
    private void acknowledge(SipMessage ack, Flow from) {
        ServerTransaction invite = shard.transactions().inviteOf(ack);
        if (invite != null && invite.awaitsAck()) {
            invite.acknowledge();
        } else if (ack.maxForwards() != 0) {
            inDialog.acknowledge(ack, from);
        }
    }

    private void cancel(ServerTransaction cancel) {
        ServerTransaction invite = shard.transactions().inviteOf(cancel.request());
        cancel.reply(invite == null ? NO_SUCH_TRANSACTION : OK);
        if (invite != null) {
            invite.cancel();
        }
    }

    /** Without a transaction: one for each refusal would be what the limit is to prevent. */
    private void overloaded(SipMessage request, Flow from) {
        if (request.method() == Method.INVITE) {
            shard.counters().attempts.increment();
            shard.counters().unready.increment();
            shard.replyStateless(
                    request, from, shard.codes().overload(), shard.limits().retryAfterLine());
        }
    }
}
