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
import io.tollgate.gateway.wire.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our entries in Record-Route, Route and Path: what they say and which are ours. Belongs to its shard. */
final class Passes implements OwnNames {
    private static final String TOKEN = "tg";
    private static final String PATH_TOKEN = "tp";
    private static final String PASSED_ON_TOKEN = "tf";

    private final Boundary boundary;
    private final Tokens tokens;
    private final String gatewayId;
    private final String at;

    Passes(Boundary boundary, Tokens tokens, String gatewayId, String at) {
        this.boundary = boundary;
        this.tokens = tokens;
        this.gatewayId = gatewayId;
        this.at = at;
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

    /**
     * The Path element of a REGISTER (RFC 3327): calls to the registered user come back through its flow.
     *
     * @param keepsFlow whether it promises that the flow is used again (RFC 5626 section 5.1)
     */
    String path(String account, Flow from, Flow towards, boolean keepsFlow) {
        String token = tokens.encode(
                new PathToken(gatewayId, at, account, new Hop(from.transport(), from.remote()), from.connection()));
        return boundary.element(towards, false, (keepsFlow ? "ob;" : "") + PATH_TOKEN + "=" + token);
    }

    @Override
    public @Nullable String ownToken(String element) {
        return parameter(element, TOKEN);
    }

    @Override
    public boolean ours(SipUri uri) {
        return boundary.ours(uri);
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
        return boundary.way(hop.transport(), hop.address());
    }

    String gatewayId() {
        return gatewayId;
    }

    /** A first look, without a key. */
    boolean mayBePassedOn(SipMessage request) {
        Span top = request.topElement(HeaderName.ROUTE);
        return top != null && request.text(top).contains(";" + PASSED_ON_TOKEN + "=");
    }

    /** A Record-Route element of ours at another address than the advertised one. */
    String elementAt(String hostPort, Transport transport, String token) {
        return "<sip:" + hostPort + (transport.reliable() ? ";transport=tcp" : "") + ";lr;" + TOKEN + "=" + token + ">";
    }

    /** The token of a pass in an element, whosever address that has; or null; not verified. */
    @Nullable
    static String anyToken(SipUri uri) {
        return uri.parameter(TOKEN);
    }

    /** The Route element that takes a request to the gateway that holds the flow of its Path token. */
    String passOn(String hostPort, PathRoute route, SipMessage request) {
        SipUri uri = SipUri.parse(route.uri());
        String path = uri == null ? "" : String.valueOf(uri.parameter(PATH_TOKEN));
        String seal = tokens.passOn(at, path, request.callId(), String.valueOf(request.fromTag()));
        return "<sip:" + hostPort + ";lr;" + PATH_TOKEN + "=" + path + ";" + PASSED_ON_TOKEN + "=" + seal + ">";
    }

    /** What the Route of a request from the upstream says; a token that is not good is no flow of ours. */
    PathRoute pathRoute(SipMessage request) {
        List<Span> routes = request.elements(HeaderName.ROUTE);
        int own = 0;
        PathToken path = null;
        String where = "";
        String by = null;
        boolean spoiled = false;
        for (Span route : routes) {
            String text = SipUri.textOfElement(request.text(route));
            SipUri uri = SipUri.parse(text);
            String token = uri == null || path != null ? null : uri.parameter(PATH_TOKEN);
            PathToken good = token == null ? null : tokens.verifyPath(token);
            // Another gateway's address is not ours, but its token is: all gateways make them with the same keys.
            if (uri == null || good == null && !boundary.ours(uri)) {
                break;
            }
            if (good != null) {
                path = good;
                where = text;
                by = passedOnBy(uri, String.valueOf(token), request);
            }
            spoiled |= token != null && good == null;
            own++;
        }
        // What lies behind a Path of ours is the customer's word, also where its key is gone.
        String next = own < routes.size() && !spoiled ? SipUri.textOfElement(request.text(routes.get(own))) : null;
        return new PathRoute(own, path, where, by, next);
    }

    private @Nullable String passedOnBy(SipUri uri, String path, SipMessage request) {
        String seal = uri.parameter(PASSED_ON_TOKEN);
        return seal == null ? null : tokens.passedOnBy(seal, path, request.callId(), String.valueOf(request.fromTag()));
    }
}
