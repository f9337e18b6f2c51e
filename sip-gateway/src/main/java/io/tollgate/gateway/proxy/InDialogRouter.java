package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.proxy.CallDialogs.Found;
import io.tollgate.gateway.token.PassToken;
import io.tollgate.gateway.transport.SendFailure;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import io.tollgate.gateway.wire.Span;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests inside dialogs: known by our token in the Route or by their dialog, and then routed as RFC 3261 section 16.4 to
 * 16.6 say. What is neither is no business of ours: an invented To tag and a Route would make an open relay. Belongs to
 * its shard.
 */
final class InDialogRouter {
    private static final int OK = 200;
    private static final int NO_SUCH_CALL = 481;
    private static final int NOT_FOUND = 404;

    /**
     * How a request belongs to us.
     *
     * @param call the call, null where only the token knows of it
     * @param found its dialog in that call, or null
     * @param ownRoutes how many topmost Route elements are this pass's own
     * @param known where the receiver was last heard of, or null
     */
    private record Pass(
            @Nullable Call call,
            @Nullable Found found,
            int ownRoutes,
            @Nullable Flow known) {}

    private final ShardContext shard;

    InDialogRouter(ShardContext shard) {
        this.shard = shard;
    }

    void request(ServerTransaction server) {
        SipMessage request = server.request();
        Pass pass = pass(request);
        if (pass == null) {
            shard.counters().strayRequests.increment();
            server.reply(NO_SUCH_CALL);
            return;
        }
        Call call = pass.call();
        if (call != null && call.closing()) {
            server.reply(request.method() == Method.BYE ? OK : NO_SUCH_CALL);
            return;
        }
        Found found = pass.found();
        if (found != null) {
            found.receiver().passed(request.cseq());
        }
        if (request.method() == Method.INVITE) {
            server.reply(100);
        }
        ClientTransaction.User user = user(server, pass);
        next(
                request,
                pass,
                (flow, message) -> {
                    if (flow == null) {
                        server.reply(NOT_FOUND);
                        return;
                    }
                    long id = shard.nextId();
                    ClientTransaction client =
                            shard.client(id, request.method(), message.via(shard.via(flow, id)), flow, user);
                    server.onCancel(() -> client.cancel(null));
                    client.start();
                },
                server.from());
    }

    void acknowledge(SipMessage ack, Flow from) {
        Pass pass = pass(ack);
        Call call = pass == null ? null : pass.call();
        if (pass == null) {
            shard.counters().strayRequests.increment();
            return;
        }
        if (call != null && call.closing()) {
            return;
        }
        next(
                ack,
                pass,
                (flow, message) -> {
                    if (flow != null) {
                        shard.outbound().send(flow, message.via(shard.via(flow, shard.nextId())), SendFailure.IGNORED);
                    }
                    if (call != null && pass.found() != null) {
                        call.acknowledged();
                    }
                },
                from);
    }

    /** How a request belongs to us, or null where it does not. */
    private @Nullable Pass pass(SipMessage request) {
        List<Span> routes = request.elements(HeaderName.ROUTE);
        String token = routes.isEmpty() ? null : shard.passes().ownToken(request.text(routes.get(0)));
        if (token == null) {
            Call call = shard.calls().byDialog(request);
            Found found = call == null ? null : call.dialogs().find(request);
            return found == null
                    ? null
                    : new Pass(call, found, 0, found.receiver().flow());
        }
        PassToken key = shard.tokens().verify(token, request.callId(), request.fromTag(), request.toTag());
        if (key == null) {
            return null;
        }
        int own = 1;
        while (own < routes.size() && token.equals(shard.passes().ownToken(request.text(routes.get(own))))) {
            own++;
        }
        Call call = shard.calls().byCallId(key.callId());
        Found found = call == null ? null : call.dialogs().find(request);
        Flow known = found != null ? found.receiver().flow() : shard.passes().receiver(key, request, token);
        return new Pass(call, found, own, known);
    }

    private void next(SipMessage request, Pass pass, BiConsumer<@Nullable Flow, Outgoing> send, Flow from) {
        List<Span> routes = request.elements(HeaderName.ROUTE);
        boolean routed = routes.size() > pass.ownRoutes();
        String target =
                routed ? SipUri.textOfElement(request.text(routes.get(pass.ownRoutes()))) : request.targetText();
        Outgoing message = new Outgoing(request, from).withoutRoutes(pass.ownRoutes());
        SipUri uri = SipUri.parse(target);
        if (uri != null && !routed && shard.boundary().ours(uri)) {
            toTarget(pass.found(), message, send);
            return;
        }
        shard.hops().locate(target, routed, pass.known(), shard, flow -> send.accept(flow, message));
    }

    /**
     * A party that keeps no route set sends to us what it sent its INVITE to (SIPp's own scenarios do): in a dialog that
     * we know it goes to the other party's target, by its routes; else it is ours, and nothing here answers it.
     */
    private void toTarget(@Nullable Found found, Outgoing message, BiConsumer<@Nullable Flow, Outgoing> send) {
        if (found == null) {
            send.accept(null, message);
            return;
        }
        LegDialog receiver = found.receiver();
        message.target(receiver.target()).routes(receiver.routes());
        shard.hops().locate(receiver, shard, flow -> send.accept(flow, message));
    }

    private ClientTransaction.User user(ServerTransaction server, Pass pass) {
        Call call = pass.call();
        Found found = pass.found();
        if (call == null || found == null) {
            return new Relay(server);
        }
        Instant came = shard.clock().instant();
        return new Relay(server) {
            @Override
            public void response(SipMessage response) {
                if (response.status() >= 200) {
                    done(response.status());
                    if (response.status() < 300) {
                        retarget(server.request(), found.sender(), server.from());
                        retarget(response, found.receiver(), found.receiver().flow());
                    }
                }
                super.response(response);
            }

            @Override
            public void failed(int status) {
                done(status);
                super.failed(status);
            }

            /** A challenged BYE ended nothing; any other answer, or none, leaves no call behind. */
            private void done(int status) {
                if (server.request().method() == Method.BYE && status != 401 && status != 407) {
                    EndCause cause = found.fromCaller() ? EndCause.CALLER : EndCause.CALLEE;
                    call.ended(found.pair(), cause, came);
                }
            }
        };
    }

    /** RFC 3261 section 12.2, RFC 3311: an accepted re-INVITE or UPDATE names new remote targets. */
    private static void retarget(SipMessage message, LegDialog party, Flow flow) {
        if (message.method() == Method.INVITE || message.method() == Method.UPDATE) {
            String contact = CallDialogs.contact(message);
            if (contact != null) {
                party.retarget(contact, flow);
            }
        }
    }
}
