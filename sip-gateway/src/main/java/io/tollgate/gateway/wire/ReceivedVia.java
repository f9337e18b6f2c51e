package io.tollgate.gateway.wire;

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
        StringBuilder text = new StringBuilder(via.span().length() + 48);
        int base = via.span().start();
        text.append(request.text(via.span()));
        if (text.length() != via.span().length()) {
            return text.toString(); // folded or not ASCII: left as it is, it was matched by address anyway
        }
        String ip = ip(flow);
        boolean asked = via.rport() != null;
        Span received = via.received();
        Span rport = via.rport();
        if (received != null && rport != null && received.start() > rport.start()) {
            text.replace(received.start() - base, received.end() - base, ip);
            port(text, rport, base, flow);
        } else {
            if (rport != null) {
                port(text, rport, base, flow);
            }
            if (received != null) {
                text.replace(received.start() - base, received.end() - base, ip);
            }
        }
        if (received == null && (asked || !unbracketed(via.host()).equals(ip))) {
            text.append(";received=").append(ip);
        }
        return text.toString();
    }

    private static void port(StringBuilder text, Span rport, int base, Flow flow) {
        String port = Integer.toString(flow.remote().getPort());
        text.replace(rport.start() - base, rport.end() - base, rport.length() == 0 ? "=" + port : port);
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String ip(Flow flow) {
        return Ip.text(flow.remote().getAddress());
    }
}
