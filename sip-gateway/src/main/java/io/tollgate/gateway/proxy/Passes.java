package io.tollgate.gateway.proxy;

import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.token.Hop;
import io.tollgate.gateway.token.PassToken;
import io.tollgate.gateway.token.PathToken;
import io.tollgate.gateway.token.Tokens;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import io.tollgate.gateway.wire.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our entries in Record-Route, Route and Path: what they say and which are ours. Belongs to its shard. */
final class Passes {
    private static final String TOKEN = "tg";
    private static final String PATH_TOKEN = "tp";

    private final Boundary boundary;
    private final Tokens tokens;
    private final String gatewayId;

    Passes(Boundary boundary, Tokens tokens, String gatewayId) {
        this.boundary = boundary;
        this.tokens = tokens;
        this.gatewayId = gatewayId;
    }

    /** The token for the Record-Route of one pass of a call. */
    String token(CallFacts facts, SipMessage invite, Flow from, Flow to) {
        return token(facts.callId(), facts.account(), facts.direction(), invite, from, to);
    }

    /** The token for a dialog that is no call: a subscription's or a transfer's. */
    String token(SipMessage request, Direction direction, Flow from, Flow to) {
        return token("", "", direction, request, from, to);
    }

    private String token(String callId, String account, Direction direction, SipMessage request, Flow from, Flow to) {
        Hop caller = new Hop(from.transport(), from.remote());
        Hop callee = new Hop(to.transport(), to.remote());
        boolean outbound = direction == Direction.OUTBOUND;
        String tag = request.fromTag();
        return tokens.encode(
                new PassToken(callId, account, outbound ? caller : callee, outbound ? callee : caller, direction),
                request.callId(),
                tag == null ? "" : tag);
    }

    /** The Record-Route element that carries a token. */
    String element(Flow side, boolean sips, String token) {
        return boundary.element(side, sips, TOKEN + "=" + token);
    }

    /** The Path element of a REGISTER (RFC 3327): calls to the registered user come back through its flow. */
    String path(String account, Flow from, Flow towards) {
        String token = tokens.encode(
                new PathToken(gatewayId, account, new Hop(from.transport(), from.remote()), from.connection()));
        return boundary.element(towards, false, PATH_TOKEN + "=" + token);
    }

    /** The token in a Route or Record-Route element of ours, or null; not verified. */
    @Nullable
    String ownToken(String element) {
        return parameter(element, TOKEN);
    }

    /** Whether a Request-URI is an element that we wrote: the hop before us routes strictly. */
    boolean ownElement(String requestUri) {
        if (!requestUri.contains(";lr")) {
            return false;
        }
        SipUri uri = SipUri.parse(requestUri);
        return uri != null && boundary.ours(uri) && (uri.parameter(TOKEN) != null || uri.parameter(PATH_TOKEN) != null);
    }

    private @Nullable String parameter(String element, String name) {
        SipUri uri = SipUri.ofElement(element);
        return uri == null || !boundary.ours(uri) ? null : uri.parameter(name);
    }

    /** Whether an in-dialog request with a good token goes to the upstream's side. */
    boolean toUpstream(PassToken pass, SipMessage request, String token) {
        String tag = request.fromTag();
        boolean fromCaller = tokens.verify(token, request.callId(), tag == null ? "" : tag) != null;
        return fromCaller == (pass.direction() == Direction.OUTBOUND);
    }

    /** Where a side was when the token was written. */
    Flow receiver(PassToken pass, boolean upstream) {
        Hop hop = upstream ? pass.upstream() : pass.customer();
        return Flow.to(hop.transport(), boundary.local(hop.transport()), hop.address());
    }

    /** What the Route of a request from the upstream says; a token that is not good is no flow of ours. */
    PathRoute pathRoute(SipMessage request) {
        List<Span> routes = request.elements(HeaderName.ROUTE);
        int own = 0;
        PathToken path = null;
        while (own < routes.size()) {
            String element = request.text(routes.get(own));
            SipUri uri = SipUri.ofElement(element);
            if (uri == null || !boundary.ours(uri)) {
                break;
            }
            String token = uri.parameter(PATH_TOKEN);
            path = path != null || token == null ? path : tokens.verifyPath(token);
            own++;
        }
        String next = own < routes.size() ? SipUri.textOfElement(request.text(routes.get(own))) : null;
        Flow flow = null;
        if (path != null && next == null) {
            Hop device = path.device();
            flow = new Flow(
                    device.transport(), boundary.local(device.transport()), device.address(), path.connection(), false);
        }
        return new PathRoute(own, path == null ? null : path.account(), flow, next);
    }
}
