package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.Span;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where every request enters its shard: retransmissions, ACK and CANCEL find their transaction; what is new goes through
 * the door for dialogs or the one for what starts something. Belongs to its shard.
 */
final class RequestRouter {
    private static final Logger LOGGER = LoggerFactory.getLogger(RequestRouter.class);
    private static final int OK = 200;
    private static final int NO_SUCH_TRANSACTION = 481;
    private static final int BAD_REQUEST = 400;
    private static final int LOOP = 482;
    private static final int TOO_MANY_HOPS = 483;
    private static final int SERVER_ERROR = 500;

    /** RFC 3261 section 10.2, RFC 3903 section 4: whatever tags and Route they have, they start something. */
    private static final Set<Method> OUTSIDE_DIALOGS = EnumSet.of(Method.REGISTER, Method.PUBLISH);

    private final ShardContext shard;
    private final InDialogRouter inDialog;
    private final OutOfDialogRouter outOfDialog;

    RequestRouter(ShardContext shard, Orders orders) {
        this.shard = shard;
        this.inDialog = new InDialogRouter(shard);
        this.outOfDialog = new OutOfDialogRouter(shard, orders);
    }

    void request(SipMessage received, Flow from) {
        SipMessage request = StrictRouting.undone(received, shard.passes());
        if (request.method() == Method.ACK) {
            acknowledge(request, from);
            return;
        }
        Validity.Fault fault = Validity.of(request, shard.emergencies());
        if (fault != null) {
            shard.counters().invalid.increment();
            shard.replyStateless(request, from, fault.status(), fault.phrase(), fault.headers());
            return;
        }
        ServerTransaction known = shard.transactions().of(request);
        if (known != null) {
            known.again();
            return;
        }
        boolean cancel = request.method() == Method.CANCEL;
        // A callee that gave no tag has a dialog without one (RFC 3261 section 12.2.1.1).
        boolean first = OUTSIDE_DIALOGS.contains(request.method())
                || request.toTag() == null && shard.calls().byDialog(request) == null;
        InDialogRouter.Pass pass = first || cancel ? null : inDialog.pass(request, from);
        if (!first && !cancel && pass == null) {
            // Without a transaction: whoever invents tags shall not fill our memory.
            shard.counters().strayRequests.increment();
            shard.replyStateless(request, from, NO_SUCH_TRANSACTION, "");
            return;
        }
        if (first && !cancel && shard.transactions().full() && !emergency(request)) {
            overloaded(request, from);
            return;
        }
        if (shard.transactions().overfull()) {
            shard.counters().shed.increment();
            return;
        }
        ServerTransaction server = shard.transactions().open(shard, request, from);
        if (cancel) {
            cancel(server);
        } else if (!endable(request) && (pass != null || request.method() == Method.INVITE)) {
            server.reply(BAD_REQUEST);
        } else if (request.maxForwards() == 0 && !outOfDialog.answersHere(request)) {
            server.reply(TOO_MANY_HOPS);
        } else if (first && (loops(request) || repeats(request))) {
            shard.counters().loops.increment();
            server.reply(LOOP);
        } else if (pass == null) {
            guarded(server, () -> outOfDialog.request(server));
        } else {
            guarded(server, () -> inDialog.request(server, pass));
        }
    }

    /** Never refused for want of room, up to the bound of what belongs to calls. */
    private boolean emergency(SipMessage request) {
        return request.method() == Method.INVITE && shard.emergencies().matches(request.targetText());
    }

    /** Whether a dialog with this request in it could still be ended by us. */
    private static boolean endable(SipMessage request) {
        return request.cseq() <= LegDialog.MOST_CSEQ
                && LegDialog.speakable(request.callId())
                && LegDialog.speakable(request.fromTag());
    }

    /**
     * RFC 3261 section 16.3 step 4: what we sent comes back as we sent it. One that comes back for another Request-URI, or
     * with a Route of ours, spirals and is no loop. Nothing is said of what has its final response: a loop that begins so
     * late is ended by Max-Forwards, or by how many calls one Call-ID may have.
     */
    private boolean loops(SipMessage request) {
        List<Span> vias = request.elements(HeaderName.VIA);
        for (Span via : vias.subList(1, vias.size())) {
            ClientTransaction ours = shard.sentWith(request.branch(via));
            if (ours != null && ours.kept()) {
                SipMessage sent = ours.sent();
                return sent.targetText().equals(request.targetText())
                        && routes(sent).equals(routes(request));
            }
        }
        return false;
    }

    /** Whether so many calls have this Call-ID, which is to be one call's (RFC 3261 section 8.1.1.4), that it is one on a loop. */
    private boolean repeats(SipMessage request) {
        return request.method() == Method.INVITE && !shard.calls().admits(request.callId());
    }

    private static List<String> routes(SipMessage request) {
        return request.elements(HeaderName.ROUTE).stream().map(request::text).toList();
    }

    /** A bug of ours is answered, so that the other end does not wait for it. */
    private void guarded(ServerTransaction server, Runnable routing) {
        try {
            routing.run();
        } catch (RuntimeException e) {
            long untold = shard.door().mayLog(server.from());
            if (untold >= 0) {
                LOGGER.atError()
                        .setCause(e)
                        .addKeyValue("method", server.method())
                        .addKeyValue("untold", untold)
                        .log("a request failed");
            }
            server.reply(SERVER_ERROR);
        }
    }

    /** For a non-2xx it ends here (RFC 3261 section 17.1.1.3), for a 2xx it goes to the other side. */
    private void acknowledge(SipMessage ack, Flow from) {
        ServerTransaction invite = shard.transactions().inviteOf(ack);
        if (invite != null && invite.awaitsAck()) {
            invite.acknowledge();
        } else if (invite == null && shard.statelesslyAnswered(ack)) {
            return;
        } else if (ack.maxForwards() != 0) {
            inDialog.acknowledge(ack, from);
        }
    }

    private void cancel(ServerTransaction cancel) {
        SipMessage request = cancel.request();
        ServerTransaction invite = shard.transactions().inviteOf(request);
        cancel.reply(invite == null ? NO_SUCH_TRANSACTION : OK);
        if (invite != null) {
            List<Span> reasons = request.elements(HeaderName.REASON);
            invite.cancel(
                    reasons.isEmpty()
                            ? null
                            : reasons.stream().map(request::text).collect(Collectors.joining(", ")));
        }
    }

    /** A new call for which there is too much to do, unless it is one that is under way and comes again. */
    void leftOut(SipMessage invite, Flow from) {
        ServerTransaction known = shard.transactions().of(invite);
        if (known == null) {
            overloaded(invite, from);
        } else {
            known.again();
        }
    }

    /** Without a transaction: one for each refusal would be what the limit is to prevent. */
    private void overloaded(SipMessage request, Flow from) {
        shard.door().excused(from);
        if (request.method() == Method.INVITE) {
            shard.counters().attempts.increment();
            shard.counters().unready.increment();
            shard.replyStateless(
                    request, from, shard.codes().overload(), shard.limits().retryAfterLine());
        }
    }
}
