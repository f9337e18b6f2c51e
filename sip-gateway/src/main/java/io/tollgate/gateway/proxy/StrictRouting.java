package io.tollgate.gateway.proxy;

import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.MalformedMessage;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import io.tollgate.gateway.wire.Span;
import io.tollgate.gateway.wire.Splice;
import java.util.ArrayList;
import java.util.List;

/**
 * Neighbours that route as RFC 2543 did: they put the next hop into the Request-URI, and the Request-URI at the end of Route.
 * Stateless.
 */
final class StrictRouting {
    private StrictRouting() {}

    /**
     * A request as a loose router would have sent it (RFC 3261 section 16.4). Our element, which came as the Request-URI, is
     * put back on top of Route instead of thrown away: it says what the request belongs to.
     */
    static SipMessage undone(SipMessage request, Passes passes) {
        if (request.first(HeaderName.ROUTE) < 0 || !passes.ownElement(request.targetText())) {
            return request;
        }
        List<String> routes = new ArrayList<>();
        routes.add("<" + request.targetText() + ">");
        request.elements(HeaderName.ROUTE).forEach(route -> routes.add(request.text(route)));
        String target = SipUri.textOfElement(routes.remove(routes.size() - 1));
        Splice splice = new Splice(request);
        splice.replace(request.target(), target);
        int first = request.first(HeaderName.ROUTE);
        for (int line = first; line >= 0; line = request.next(HeaderName.ROUTE, line + 1)) {
            Span whole = request.lineAt(line);
            splice.cut(whole);
        }
        StringBuilder lines = new StringBuilder();
        routes.forEach(route -> lines.append("Route: ").append(route).append("\r\n"));
        splice.insert(request.headersEnd(), lines.toString());
        try {
            return SipMessage.parse(splice.bytes());
        } catch (MalformedMessage e) {
            // What is in the last Route is no Request-URI: it goes nowhere as it came.
            return request;
        }
    }
}
