package io.tollgate.gateway.wire;

import java.util.List;

/**
 * What elements of Route and Record-Route must be before a request follows them (RFC 3261 section 20.34): they become its
 * next hop, and where a strict router is next its Request-URI too. Stateless.
 */
public final class RouteElements {
    private RouteElements() {}

    /** Whether those of a request's Route all name a hop, but for the first ones. */
    public static boolean nameHops(SipMessage request, int from) {
        List<Span> routes = request.elements(HeaderName.ROUTE);
        return routes.stream().skip(from).allMatch(route -> namesHop(request.text(route)));
    }

    /**
     * Whether all who read an element find the same SIP URI in it. Missing brackets are forgiven, and parameters behind it that
     * only its owner can read.
     */
    public static boolean namesHop(String element) {
        byte[] bytes = Ascii.bytes(element);
        String uri = SipUri.textOfElement(element);
        return Parameters.afterAddress(bytes, 0, bytes.length) >= 0
                && uri.regionMatches(true, 0, "sip", 0, 3)
                && RequestUri.of(uri) == RequestUri.Verdict.GOOD;
    }
}
