package io.tollgate.gateway.wire;

import org.jspecify.annotations.Nullable;

/**
 * CANCEL and the ACK for a non-2xx response: both belong to one hop and are made of the INVITE as it was sent there (RFC
 * 3261 sections 9.1 and 17.1.1.3). Stateless.
 */
public final class HopByHop {
    private HopByHop() {}

    /**
     * A CANCEL for the INVITE that was sent.
     *
     * @param reason the value of a Reason header (RFC 3326), or null
     */
    public static byte[] cancel(SipMessage invite, @Nullable String reason) {
        return build(invite, "CANCEL", invite.header(HeaderName.TO), reason);
    }

    /** The ACK for the response to the INVITE that was sent. */
    public static byte[] ack(SipMessage invite, SipMessage response) {
        return build(invite, "ACK", response.header(HeaderName.TO), null);
    }

    private static byte[] build(SipMessage invite, String method, @Nullable String to, @Nullable String reason) {
        StringBuilder text = new StringBuilder(384);
        text.append(method).append(' ').append(invite.targetText()).append(" SIP/2.0\r\nVia: ");
        text.append(invite.text(invite.topVia().span())).append("\r\n");
        for (Span route : invite.elements(HeaderName.ROUTE)) {
            text.append("Route: ").append(invite.text(route)).append("\r\n");
        }
        text.append("Max-Forwards: 70\r\nFrom: ").append(invite.header(HeaderName.FROM));
        text.append("\r\nTo: ").append(to);
        text.append("\r\nCall-ID: ").append(invite.callId());
        text.append("\r\nCSeq: ")
                .append(invite.cseq())
                .append(' ')
                .append(method)
                .append("\r\n");
        if (reason != null) {
            text.append("Reason: ").append(reason).append("\r\n");
        }
        text.append("Content-Length: 0\r\n\r\n");
        return Ascii.bytes(text.toString());
    }
}
