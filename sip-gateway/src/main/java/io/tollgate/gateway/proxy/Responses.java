package io.tollgate.gateway.proxy;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.Span;
import io.tollgate.gateway.wire.Splice;
import io.tollgate.gateway.wire.Transport;
import io.tollgate.gateway.wire.Via;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The way of responses back (RFC 3261 sections 16.7 and 18.2.2, RFC 3581). Stateless. */
final class Responses {
    private static final List<HeaderName> NEEDED = List.of(
            HeaderName.FROM,
            HeaderName.TO,
            HeaderName.CALL_ID,
            HeaderName.CSEQ,
            HeaderName.CONTACT,
            HeaderName.WWW_AUTHENTICATE,
            HeaderName.PROXY_AUTHENTICATE,
            HeaderName.EXPIRES,
            HeaderName.MIN_EXPIRES,
            HeaderName.MIN_SE,
            HeaderName.SIP_ETAG,
            HeaderName.REQUIRE,
            HeaderName.UNSUPPORTED,
            HeaderName.SERVICE_ROUTE,
            HeaderName.RETRY_AFTER);

    private static final Pattern SECONDS = Pattern.compile("^[0-9]{1,10}");
    private static final long LONGEST_PAUSE = 60;

    private Responses() {}

    /** A response without its topmost Via, ours. */
    static byte[] withoutOurVia(SipMessage response) {
        int line = response.first(HeaderName.VIA);
        Span value = response.valueAt(line);
        List<Span> vias = response.elements(HeaderName.VIA);
        Splice splice = new Splice(response);
        boolean alone = vias.size() == 1 || vias.get(1).start() >= value.end();
        splice.cut(
                alone
                        ? response.lineAt(line)
                        : new Span(value.start(), vias.get(1).start()));
        if (response.value(HeaderName.CONTENT_LENGTH) == null) {
            splice.insert(response.headersEnd(), lengthLine(response));
        }
        return splice.bytes();
    }

    /** A response with nothing but what its receiver cannot do without, and without its topmost Via, ours. */
    static byte[] bare(SipMessage response) {
        StringBuilder text = new StringBuilder(512);
        text.append("SIP/2.0 ").append(response.status()).append(" -\r\n");
        List<Span> vias = response.elements(HeaderName.VIA);
        for (Span via : vias.subList(1, vias.size())) {
            text.append("Via: ").append(response.text(via)).append("\r\n");
        }
        for (HeaderName name : NEEDED) {
            lines(response, name, text);
        }
        if (response.status() < 300) {
            lines(response, HeaderName.RECORD_ROUTE, text);
        }
        return text.append("Content-Length: 0\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void lines(SipMessage response, HeaderName name, StringBuilder text) {
        for (int line = response.first(name); line >= 0; line = response.next(name, line + 1)) {
            text.append(response.text(response.lineAt(line)).stripTrailing()).append("\r\n");
        }
    }

    /**
     * How long a 503 asks to be left alone (RFC 3261 section 20.33), a minute at most: whoever errs by hours would have his
     * calls taken elsewhere for that long. 0: it does not.
     */
    static long retryAfterSeconds(SipMessage response) {
        String value = response.header(HeaderName.RETRY_AFTER);
        Matcher seconds = value == null ? null : SECONDS.matcher(value);
        return seconds != null && seconds.find() ? Math.min(Long.parseLong(seconds.group()), LONGEST_PAUSE) : 0;
    }

    /** On a stream a message without Content-Length has no end (RFC 3261 section 18.3); a datagram may come without. */
    static String lengthLine(SipMessage message) {
        return "Content-Length: " + message.bodyLength() + "\r\n";
    }

    /**
     * Where responses to a request go: back on its connection; over UDP to the address that it came from, and there to
     * its port if it asked for that with rport or names port 0, where nobody listens, else to the port that its Via names.
     * What else the Via says is ignored.
     */
    static Flow flow(SipMessage request, Flow from) {
        Via via = request.topVia();
        if (from.transport() != Transport.UDP || via.rport() != null || via.port() == 0) {
            return from;
        }
        int port = via.port() < 0 ? 5060 : via.port();
        return port == from.remote().getPort()
                ? from
                : Flow.to(
                        Transport.UDP,
                        from.local(),
                        new InetSocketAddress(from.remote().getAddress(), port));
    }
}
