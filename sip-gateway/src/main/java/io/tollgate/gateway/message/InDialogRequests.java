package io.tollgate.gateway.message;

import gov.nist.javax.sip.address.GenericURI;
import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.MaxForwards;
import gov.nist.javax.sip.header.Reason;
import gov.nist.javax.sip.header.Route;
import gov.nist.javax.sip.header.RouteList;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import io.tollgate.gateway.dialog.LegDialog;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the requests that Tollgate speaks in a dialog for one of its parties: BYE, ACK, OPTIONS. Stateless. */
public final class InDialogRequests {
    private InDialogRequests() {}

    /**
     * A request to one leg.
     *
     * @param via the value of our Via
     * @param reason the value of a Reason header (RFC 3326), or null
     * @throws ParseException if the leg's own headers cannot be read by JAIN-SIP
     */
    public static byte[] build(String method, LegDialog leg, long cseq, String via, @Nullable String reason)
            throws ParseException {
        SIPRequest request = new SIPRequest();
        request.setRequestURI(new Target(leg.requestUri()));
        request.setMethod(method);
        request.setHeader(Headers.parse(Via.class, "Via", via));
        List<String> route = leg.route();
        if (!route.isEmpty()) {
            RouteList routes = new RouteList();
            for (String element : route) {
                routes.add(Headers.parse(Route.class, "Route", element));
            }
            request.setHeader(routes);
        }
        request.setHeader(Headers.parse(MaxForwards.class, "Max-Forwards", "70"));
        request.setHeader(Headers.parse(From.class, "From", leg.from()));
        request.setHeader(Headers.parse(To.class, "To", leg.to()));
        request.setHeader(new CallID(leg.callId()));
        request.setHeader(new CSeq(cseq, method));
        if (reason != null) {
            request.setHeader(Headers.parse(Reason.class, "Reason", reason));
        }
        request.setHeader(new ContentLength(0));
        // Not encodeAsBytes: it writes the topmost Via's transport anew.
        return request.encode().getBytes(StandardCharsets.UTF_8);
    }

    /** The remote target exactly as the party wrote it: parsing and writing it again could lose what only it knows. */
    private static final class Target extends GenericURI {
        private static final long serialVersionUID = 1L;

        Target(String text) throws ParseException {
            super(text);
        }
    }
}
