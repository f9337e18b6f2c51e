package io.tollgate.gateway.proxy;

import io.tollgate.gateway.number.EmergencyNumbers;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.RequestUri;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.Span;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy looks at before it routes a request that it could read (RFC 3261 section 16.3, steps 1, 2 and 5). The rest
 * of that section needs to know whose the request is, and is done where that is known. Stateless.
 */
final class Validity {
    private static final int BAD_REQUEST = 400;
    private static final int UNSUPPORTED_SCHEME = 416;
    private static final int BAD_EXTENSION = 420;

    private Validity() {}

    /**
     * Why a request goes no further.
     *
     * @param phrase the Reason-Phrase
     * @param headers whole header lines for the answer
     */
    record Fault(int status, String phrase, String headers) {}

    /**
     * Null for a request that may be routed. ACK and CANCEL belong to a request that was, and neither may be refused for
     * an extension (section 20.29).
     */
    static @Nullable Fault of(SipMessage request, EmergencyNumbers emergencies) {
        if (request.method() == Method.ACK || request.method() == Method.CANCEL) {
            return null;
        }
        boolean inside = request.toTag() != null;
        RequestUri.Verdict target = inside ? RequestUri.Verdict.GOOD : RequestUri.of(request);
        if (target == RequestUri.Verdict.MALFORMED || inside && !RequestUri.passable(request)) {
            return new Fault(BAD_REQUEST, "Bad Request-URI", "");
        }
        if (target == RequestUri.Verdict.UNKNOWN_SCHEME) {
            return new Fault(UNSUPPORTED_SCHEME, "Unsupported URI Scheme", "");
        }
        String unsupported = unsupported(request, HeaderName.PROXY_REQUIRE);
        // No formality stops an emergency call.
        return unsupported == null || emergencies.matches(request.targetText())
                ? null
                : new Fault(BAD_EXTENSION, "Bad Extension", unsupported);
    }

    /** The line that names what a header requires of us, since we know no extension; null: nothing. */
    static @Nullable String unsupported(SipMessage request, HeaderName name) {
        List<Span> extensions = request.elements(name);
        return extensions.isEmpty()
                ? null
                : extensions.stream().map(request::text).collect(Collectors.joining(", ", "Unsupported: ", "\r\n"));
    }
}
