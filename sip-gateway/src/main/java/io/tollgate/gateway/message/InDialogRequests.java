package io.tollgate.gateway.message;

import io.tollgate.gateway.dialog.LegDialog;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Builds the requests that Tollgate speaks in a dialog for one of its parties: BYE, ACK, OPTIONS. Of the leg's own lines as
 * they came: a parser that cannot read one of them would make the call one that nobody can end. Stateless.
 */
public final class InDialogRequests {
    private InDialogRequests() {}

    /**
     * A request to one leg.
     *
     * @param via the value of our Via
     * @param reason the value of a Reason header (RFC 3326), or null
     */
    public static byte[] build(String method, LegDialog leg, long cseq, String via, @Nullable String reason) {
        StringBuilder text = new StringBuilder(512);
        text.append(method).append(' ').append(leg.requestUri()).append(" SIP/2.0\r\n");
        line(text, "Via", via);
        leg.route().forEach(element -> line(text, "Route", element));
        line(text, "Max-Forwards", "70");
        line(text, "From", leg.from());
        line(text, "To", leg.to());
        line(text, "Call-ID", leg.callId());
        line(text, "CSeq", cseq + " " + method);
        if (reason != null) {
            line(text, "Reason", reason);
        }
        line(text, "Content-Length", "0");
        return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }
}
