package io.tollgate.gateway.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response that we give ourselves, made of the request's own lines (RFC 3261 section 8.2.6): it can be given to a
 * request of which only the wire view could make sense. No body, and never the request's: that would be a reflector.
 * Stateless.
 */
public final class Reply {
    private static final int TRYING = 100;

    private static final Map<Integer, String> PHRASES = Map.ofEntries(
            Map.entry(TRYING, "Trying"),
            Map.entry(200, "OK"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(402, "Payment Required"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(407, "Proxy Authentication Required"),
            Map.entry(408, "Request Timeout"),
            Map.entry(416, "Unsupported URI Scheme"),
            Map.entry(420, "Bad Extension"),
            Map.entry(430, "Flow Failed"),
            Map.entry(480, "Temporarily Unavailable"),
            Map.entry(481, "Call/Transaction Does Not Exist"),
            Map.entry(482, "Loop Detected"),
            Map.entry(483, "Too Many Hops"),
            Map.entry(486, "Busy Here"),
            Map.entry(487, "Request Terminated"),
            Map.entry(500, "Server Internal Error"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(603, "Decline"));

    private Reply() {}

    /**
     * A response to {@code request}.
     *
     * @param flow where the request came from: its address completes the topmost Via
     * @param toTag the tag for a To that has none, or null (for 100)
     * @param extra whole header lines with their line breaks, or empty
     */
    public static byte[] to(SipMessage request, Flow flow, int status, @Nullable String toTag, String extra) {
        return to(request, flow, status, PHRASES.getOrDefault(status, "Refused"), toTag, extra);
    }

    /** Likewise with a Reason-Phrase of its own, and with what there is of a request that lacks something. */
    public static byte[] to(
            SipMessage request, Flow flow, int status, String phrase, @Nullable String toTag, String extra) {
        StringBuilder text = new StringBuilder(512);
        text.append("SIP/2.0 ").append(status).append(' ').append(phrase);
        text.append("\r\nVia: ").append(ReceivedVia.text(request, flow)).append("\r\n");
        List<Span> vias = request.elements(HeaderName.VIA);
        for (Span via : vias.subList(1, vias.size())) {
            text.append("Via: ").append(request.text(via)).append("\r\n");
        }
        copy(text, request, HeaderName.FROM);
        if (request.value(HeaderName.TO) != null) {
            text.append("To: ").append(request.header(HeaderName.TO));
            if (toTag != null && request.toTag() == null) {
                text.append(";tag=").append(toTag);
            }
            text.append("\r\n");
        }
        copy(text, request, HeaderName.CALL_ID);
        copy(text, request, HeaderName.CSEQ);
        if (status == TRYING) {
            // Section 8.2.6.1: its sender measures the way to us and back by it.
            copy(text, request, HeaderName.TIMESTAMP);
        }
        text.append(extra).append("Content-Length: 0\r\n\r\n");
        return Ascii.bytes(text.toString());
    }

    private static void copy(StringBuilder text, SipMessage request, HeaderName name) {
        String value = request.header(name);
        if (value != null) {
            text.append(name.text()).append(": ").append(value).append("\r\n");
        }
    }
}
