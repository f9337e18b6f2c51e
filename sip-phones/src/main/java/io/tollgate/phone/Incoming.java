package io.tollgate.phone;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;

/**
 * A message that came in and was understood. Belongs to the endpoint's loop.
 *
 * @param sighting its text and when it came
 * @param message what JAIN-SIP's parser made of it
 */
record Incoming(Sighting sighting, SIPMessage message) {
    Hop from() {
        return sighting.peer();
    }

    boolean isRequest() {
        return message instanceof SIPRequest;
    }

    String method() {
        return message instanceof SIPRequest request
                ? request.getMethod()
                : message.getCSeq().getMethod();
    }

    int status() {
        return message instanceof SIPResponse response ? response.getStatusCode() : 0;
    }

    long cseq() {
        return message.getCSeq().getSeqNumber();
    }

    String callId() {
        return message.getCallId().getCallId();
    }

    String fromTag() {
        return orEmpty(message.getFromTag());
    }

    String toTag() {
        return orEmpty(message.getToTag());
    }

    String header(String name) {
        return sighting.header(name);
    }

    Via topVia() {
        return message.getTopmostVia();
    }

    String branch() {
        return orEmpty(topVia().getBranch());
    }

    /** The URI of the first Contact, if it is a SIP one. */
    @Nullable
    String contactUri() {
        if (message.getContactHeader() == null
                || !(message.getContactHeader().getAddress().getURI() instanceof SipURI uri)) {
            return null;
        }
        return uri.toString();
    }

    /** The entries of Record-Route, Route or Path, lists taken apart, each as written between its commas. */
    List<String> entries(String header) {
        List<String> entries = new ArrayList<>();
        ListIterator<gov.nist.javax.sip.header.SIPHeader> headers = message.getHeaders(header);
        while (headers.hasNext()) {
            entries.add(headers.next().getHeaderValue());
        }
        return entries;
    }

    /** Where a response to this request goes: back to where it came from (RFC 3581), never where a Via asks. */
    Hop back() {
        if (from().transport() == Hop.Transport.TCP || topVia().hasParameter("rport")) {
            return from();
        }
        int port = topVia().getPort();
        return Hop.of(from().address().getAddress().getHostAddress(), port <= 0 ? 5060 : port, from().transport());
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
