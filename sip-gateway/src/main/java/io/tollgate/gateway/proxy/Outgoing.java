package io.tollgate.gateway.proxy;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.ReceivedVia;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import io.tollgate.gateway.wire.Span;
import io.tollgate.gateway.wire.Splice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A request made ready for its next hop (RFC 3261 section 16.6). What it is not told to change passes as it came. Not
 * thread-safe; used once.
 */
final class Outgoing {
    private static final int DEFAULT_MAX_FORWARDS = 70;

    private final SipMessage request;
    private final Splice splice;
    private final StringBuilder top = new StringBuilder(256);

    Outgoing(SipMessage request, Flow from) {
        this.request = request;
        this.splice = new Splice(request);
        splice.replace(request.topVia().span(), ReceivedVia.text(request, from));
        Span hops = request.value(HeaderName.MAX_FORWARDS);
        if (hops == null) {
            top.append("Max-Forwards: ").append(DEFAULT_MAX_FORWARDS).append("\r\n");
        } else {
            splice.replace(hops, Integer.toString(request.maxForwards() - 1));
        }
        if (request.value(HeaderName.CONTENT_LENGTH) == null) {
            top.append(Responses.lengthLine(request));
        }
    }

    /** Another Request-URI. */
    Outgoing target(String uri) {
        splice.replace(request.target(), uri);
        return this;
    }

    /** Adds a Route element; in front of those that {@link #withoutRoutes} leaves afterwards. */
    Outgoing route(String element) {
        return line(HeaderName.ROUTE, element);
    }

    /** Takes the topmost Route elements away; where a strict router is next it gets what it wants (section 16.6 step 6). */
    Outgoing withoutRoutes(int count) {
        List<Span> came = request.elements(HeaderName.ROUTE);
        List<String> left = new ArrayList<>();
        came.subList(count, came.size()).forEach(route -> left.add(request.text(route)));
        boolean strict = SipUri.strict(left);
        if (count == 0 && !strict) {
            return this;
        }
        if (strict) {
            target(SipUri.textOfElement(left.remove(0)));
            left.add("<" + request.targetText() + ">");
        }
        return without(HeaderName.ROUTE).routes(left);
    }

    /** Adds a route set. */
    Outgoing routes(List<String> elements) {
        elements.forEach(element -> top.append("Route: ").append(element).append("\r\n"));
        return this;
    }

    /** Takes all headers of one name away. */
    Outgoing without(HeaderName name) {
        return without(name, value -> true);
    }

    /** Takes those headers of one name away whose value is meant. */
    Outgoing without(HeaderName name, Predicate<String> meant) {
        for (int line = request.first(name); line >= 0; line = request.next(name, line + 1)) {
            if (meant.test(request.text(request.valueAt(line)))) {
                splice.cut(request.lineAt(line));
            }
        }
        return this;
    }

    /** Adds a header line. */
    Outgoing line(HeaderName name, String value) {
        top.append(name.text()).append(": ").append(value).append("\r\n");
        return this;
    }

    /** Puts an element above all others of its header: Record-Route or Path. */
    Outgoing above(HeaderName name, String element) {
        String line = name.text() + ": " + element + "\r\n";
        int first = request.first(name);
        if (first < 0) {
            top.append(line);
        } else {
            splice.insert(request.lineAt(first).start(), line);
        }
        return this;
    }

    /** The request with this Via on top. */
    byte[] via(String value) {
        int at = request.lineAt(request.first(HeaderName.VIA)).start();
        return splice.insert(at, "Via: " + value + "\r\n" + top).bytes();
    }
}
