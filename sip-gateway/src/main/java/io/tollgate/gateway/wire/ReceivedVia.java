package io.tollgate.gateway.wire;

import java.nio.charset.StandardCharsets;

/**
 * The topmost Via of a request with what its receiver adds: where the request really came from (RFC 3261 section 18.2.1,
 * RFC 3581 section 4). What stood there before under these names is replaced: only what we saw may steer a response.
 * Stateless.
 */
public final class ReceivedVia {
    private ReceivedVia() {}

    /** The text of the topmost Via, completed. */
    public static String text(SipMessage request, Flow flow) {
        Via via = request.topVia();
        int base = via.span().start();
        // A character for each byte: what was found as bytes is replaced as bytes, folded or not.
        StringBuilder text = new StringBuilder(via.span().length() + 48);
        text.append(new String(request.bytes(), base, via.span().length(), StandardCharsets.ISO_8859_1));
        String ip = ip(flow);
        String port = Integer.toString(flow.remote().getPort());
        boolean asked = via.rport() != null;
        Span received = via.received();
        Span rport = via.rport();
        if (received != null && rport != null && received.start() > rport.start()) {
            fill(text, received, base, ip);
            fill(text, rport, base, port);
        } else {
            if (rport != null) {
                fill(text, rport, base, port);
            }
            if (received != null) {
                fill(text, received, base, ip);
            }
        }
        if (received == null && (asked || !unbracketed(via.host()).equals(ip))) {
            text.append(";received=").append(ip);
        }
        byte[] completed = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        return Folding.undone(completed, 0, completed.length);
    }

    /** Some write an equals sign and nothing behind it. */
    private static void fill(StringBuilder text, Span where, int base, String value) {
        boolean equals = text.substring(0, where.start() - base).stripTrailing().endsWith("=");
        text.replace(where.start() - base, where.end() - base, equals ? value : "=" + value);
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String ip(Flow flow) {
        return Ip.text(flow.remote().getAddress());
    }
}
