package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.proxy.CallDialogs.Found;
import io.tollgate.gateway.token.PassToken;
import io.tollgate.gateway.transport.SendOutcome;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.RouteElements;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import io.tollgate.gateway.wire.Span;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests inside dialogs: known by our token in the Route or by their dialog, and then routed as RFC 3261 section 16.4 to
 * 16.6 say. What is neither is no business of ours: an invented To tag and a Route would make an open relay. Belongs to
 * its shard.
 */
final class InDialogRouter {
    private static final Set<Method> SUBSCRIPTIONS = EnumSet.of(Method.NOTIFY, Method.SUBSCRIBE);
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NO_SUCH_CALL = 481;
    private static final int NOT_FOUND = 404;

    /**
     * How a request belongs to us.
     *
     * @param call the call, null where only the token knows of it
     * @param found its dialog in that call, null where only the token knows of it
     * @param callId Tollgate's own; null where neither tells it
     * @param account whose call it is; null where neither tells it
     * @param ownRoutes how many topmost Route elements are ours
     * @param receiver where the receiver was last heard of
     * @param toUpstream whether it goes to the upstream's side
     * @param fromCaller whether who called sent it, by its tags
     * @param whence whether it came from there
     * @param customer where the customer was when the token was written, null where the call is known
     */
    record Pass(
            @Nullable Call call,
            @Nullable Found found,
            @Nullable String callId,
            @Nullable String account,
            int ownRoutes,
            Flow receiver,
            boolean toUpstream,
            boolean fromCaller,
            Whence whence,
            @Nullable InetAddress customer) {

        static Pass known(Call call, Found found, int ownRoutes, Whence whence) {
            return new Pass(
                    call,
                    found,
                    call.facts().callId(),
                    call.facts().account(),
                    ownRoutes,
                    found.receiver().flow(),
                    call.toUpstream(found),
                    found.fromCaller(),
                    whence,
                    null);
        }
    }

    private final ShardContext shard;
    private final TokenRequests tokenRequests;

    InDialogRouter(ShardContext shard) {
        this.shard = shard;
        this.tokenRequests = new TokenRequests(shard);
    }

    /** How a request belongs to us, or null where it does not. */
    @Nullable
    Pass pass(SipMessage request, Flow from) {
        List<Span> routes = request.elements(HeaderName.ROUTE);
        String token = null;
        int own = 0;
        for (Span route : routes) {
            String element = request.text(route);
            SipUri uri = SipUri.ofElement(element);
            String next = uri == null ? null : Passes.anyToken(uri);
            // The gateway that a request was passed on to has two entries, one of them with an address of its own.
            boolean same = token != null && token.equals(next);
            if (uri == null || !same && (!shard.boundary().ours(uri) || token != null && next != null)) {
                break;
            }
            token = token == null ? next : token;
            own++;
        }
        Pass pass = token == null ? null : byToken(request, from, token, own);
        return pass == null ? byDialog(request, from, own) : pass;
    }

    private @Nullable Pass byDialog(SipMessage request, Flow from, int ownRoutes) {
        Call call = shard.calls().byDialog(request);
        Found found = call == null ? null : call.dialogs().find(request);
        return found == null ? null : known(call, found, from, ownRoutes);
    }

    private Pass known(Call call, Found found, Flow from, int ownRoutes) {
        Whence whence = Whence.of(shard.boundary(), call.toUpstream(found), from, found.sender());
        return Pass.known(call, found, ownRoutes, whence);
    }

    /** A token is good for the dialogs of its call: where the call is known here, the tags must be one of theirs too. */
    private @Nullable Pass byToken(SipMessage request, Flow from, String token, int ownRoutes) {
        PassToken key = shard.tokens().verify(token, request.callId(), request.fromTag(), request.toTag());
        if (key == null) {
            return null;
        }
        Call call = shard.calls().unfolded(key.callId());
        if (call == null) {
            boolean toUpstream = shard.passes().toUpstream(key, request, token);
            String callId = key.callId().isEmpty() ? null : key.callId();
            String account = callId == null ? null : key.account();
            boolean fromCaller = toUpstream == (key.direction() == Direction.OUTBOUND);
            Flow receiver = shard.passes().receiver(key, toUpstream);
            Whence whence = Whence.of(shard.boundary(), toUpstream, from, null);
            InetAddress customer = key.customer().address().getAddress();
            return new Pass(null, null, callId, account, ownRoutes, receiver, toUpstream, fromCaller, whence, customer);
        }
        Found found = call.dialogs().find(request);
        return found == null ? null : known(call, found, from, ownRoutes);
    }

    void request(ServerTransaction server, Pass pass) {
        SipMessage request = server.request();
        Call call = pass.call();
        Found found = pass.found();
        if (call != null && call.closing() && !outlives(request, found)) {
            server.reply(request.method() == Method.BYE ? OK : NO_SUCH_CALL);
            return;
        }
        if (astray(request, pass, server.from())) {
            shard.counters().invalid.increment();
            server.reply(BAD_REQUEST);
            return;
        }
        if (tokenRequests.meant(request, pass, server.from()) && !tokenRequests.admit(server, pass)) {
            return;
        }
        if (found != null) {
            found.receiver().passed(request.cseq());
        }
        if (request.method() == Method.INVITE) {
            server.reply(100);
        }
        InDialogRelay relay = new InDialogRelay(shard, server, pass);
        next(request, pass, server.from(), (flow, message) -> {
            if (relay.over()) {
                return;
            }
            if (flow == null) {
                relay.refuse(NOT_FOUND);
            } else {
                long id = shard.nextId();
                relay.start(shard.client(id, request.method(), message.via(shard.via(flow, id)), flow, relay));
            }
        });
    }

    /** A party's BYE ends the call, and not what was subscribed to in its dialog (RFC 5057 section 4, RFC 3515 section 2.4.4). */
    private static boolean outlives(SipMessage request, @Nullable Found found) {
        return found != null && found.pair().ended() && SUBSCRIPTIONS.contains(request.method());
    }

    void acknowledge(SipMessage ack, Flow from) {
        Pass pass = pass(ack, from);
        Call call = pass == null ? null : pass.call();
        if (pass == null) {
            shard.counters().strayRequests.increment();
            return;
        }
        if (astray(ack, pass, from)) {
            shard.counters().invalid.increment();
            return;
        }
        // Also where the call is over: the callee repeats its 2xx until the ACK is there.
        next(ack, pass, from, (flow, message) -> {
            if (flow != null) {
                shard.outbound().send(flow, message.via(shard.via(flow, shard.nextId())), SendOutcome.IGNORED);
            }
            Found found = pass.found();
            if (call == null || found == null) {
                return;
            }
            // Nobody answers an ACK: the one that is waited for says where its sender is, a later one might be
            // anybody's.
            if (pass.toUpstream() && !found.pair().acknowledged()) {
                call.reconnected(found.sender(), from);
            }
            if (found.fromCaller()) {
                call.acknowledged(found.pair());
            }
        });
    }

    /**
     * The next hop of a request. What a customer's Route or Request-URI says beyond the dialog does not steer it: it goes
     * where the dialog's own route set leads and to its remote target, whatever it says (RFC 3261 section 12.2.1.1 lets it
     * say nothing else), or where only the token is known, to the upstream that the token names. A BYE to somebody else
     * would end the call for us alone, an INVITE would be a call that nobody counts, a MESSAGE one that nobody ruled on. Nor
     * does anything steer what comes from the customers' side and says that it is the other's: it goes where the customer
     * was last heard of.
     */
    private void next(SipMessage request, Pass pass, Flow from, BiConsumer<@Nullable Flow, Outgoing> send) {
        int routes = request.elements(HeaderName.ROUTE).size();
        boolean led = led(request, pass, from);
        boolean routed = !led && routes > pass.ownRoutes();
        boolean toUs = !routed && namesUs(request.targetText());
        LegDialog leg = pass.found() != null && (led || toUs) ? pass.found().receiver() : null;
        Outgoing message = new Outgoing(request, from).withoutRoutes(led || leg != null ? routes : pass.ownRoutes());
        if (leg != null) {
            // A party that keeps no route set sends to what it sent its INVITE to, as SIPp's own scenarios do.
            message.target(leg.requestUri()).routes(leg.route());
        } else if (toUs) {
            send.accept(null, message);
            return;
        }
        if (pass.toUpstream()) {
            shard.challenges().consume(request, message);
            shard.assertions().fromCustomer(request, from, message);
            if (leg == null) {
                send.accept(pass.receiver(), message);
            } else {
                shard.hops().locate(leg, shard, flow -> send.accept(flow, message));
            }
            return;
        }
        String hop = leg == null ? target(request, pass, routed) : leg.nextHop();
        if (pass.whence() == Whence.ITS_SIDE) {
            shard.hops().locate(hop, pass.receiver(), shard, flow -> {
                shard.assertions().toCustomer(request, flow, message);
                send.accept(flow, message);
            });
        } else {
            Flow flow = shard.hops().customer(SipUri.parse(hop), pass.receiver());
            shard.assertions().amongCustomers(request, from, flow, message);
            send.accept(flow, message);
        }
    }

    private boolean namesUs(String target) {
        SipUri uri = SipUri.parse(target);
        return uri != null && shard.boundary().ours(uri);
    }

    /** Whether it goes where its dialog or its token leads, whatever its Route says. */
    private boolean led(SipMessage request, Pass pass, Flow from) {
        Found found = pass.found();
        if (found == null) {
            return stripped(request, pass, from);
        }
        return pass.whence() != Whence.ITS_SIDE
                || pass.toUpstream()
                || !RouteElements.nameHops(request, pass.ownRoutes());
    }

    /** Whether it goes where its Route says, and that names no hop; a dialog knows its way. */
    private boolean astray(SipMessage request, Pass pass, Flow from) {
        return !RouteElements.nameHops(request, pass.ownRoutes()) && !led(request, pass, from);
    }

    /**
     * Whether what is not ours in Route goes too, where only the token is known: what is ruled on would be led on by the
     * upstream, to wherever its sender likes, and so would it by a customer's own proxy that trusts us. The gateway that passes
     * requests on needs it.
     */
    private boolean stripped(SipMessage request, Pass pass, Flow from) {
        return pass.toUpstream()
                ? pass.account() != null && tokenRequests.meant(request, pass, from)
                : pass.whence() != Whence.ITS_SIDE
                        && !shard.places().sendsFrom(from.remote().getAddress());
    }

    private static String target(SipMessage request, Pass pass, boolean routed) {
        return routed
                ? SipUri.textOfElement(
                        request.text(request.elements(HeaderName.ROUTE).get(pass.ownRoutes())))
                : request.targetText();
    }
}
