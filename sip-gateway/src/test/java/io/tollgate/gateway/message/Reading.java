package io.tollgate.gateway.message;

import gov.nist.javax.sip.address.AddressImpl;
import gov.nist.javax.sip.header.AddressParametersHeader;
import gov.nist.javax.sip.header.SIPHeaderList;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.StringMsgParser;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.MalformedMessage;
import io.tollgate.gateway.wire.RequestUri;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import io.tollgate.gateway.wire.Span;
import java.text.ParseException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import org.jspecify.annotations.Nullable;

/** What the gateway uses of a message, as text by field, read in one way or the other; or that it is refused. */
final class Reading {
    /** The one field of a message that is refused. */
    static final String REFUSED = "refused";

    /** What JAIN-SIP says of addresses of which it cannot read one: it leaves out all that stand in that line. */
    static final String UNREADABLE = "unreadable";

    /** Headers that JAIN-SIP must have read; another one that it cannot read is no business of a proxy. */
    private static final Set<String> NEEDED =
            Set.of("from", "f", "to", "t", "via", "v", "cseq", "call-id", "i", "max-forwards", "content-length", "l");

    private static final Set<String> ADDRESSES = Set.of("contact", "m", "route", "record-route");

    private Reading() {}

    /** As the wire view has it. */
    static Map<String, String> wire(byte[] bytes) {
        SipMessage message;
        try {
            message = SipMessage.parse(bytes.clone());
        } catch (MalformedMessage e) {
            return Map.of(REFUSED, e.fault().name());
        }
        if (message.isRequest() && RequestUri.of(message) == RequestUri.Verdict.MALFORMED) {
            return Map.of(REFUSED, "BAD_REQUEST_URI");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("method", message.methodName());
        fields.put("status", String.valueOf(message.status()));
        if (message.isRequest()) {
            fields.put("uri", uri(message.targetText()));
        }
        fields.put("call-id", message.callId());
        fields.put("from tag", String.valueOf(message.fromTag()));
        fields.put("to tag", String.valueOf(message.toTag()));
        fields.put("cseq", String.valueOf(message.cseq()));
        io.tollgate.gateway.wire.Via via = message.topVia();
        fields.put("transport", via.transport().toUpperCase(Locale.ROOT));
        fields.put("sent-by", via.host().toLowerCase(Locale.ROOT) + " " + via.port());
        fields.put("branch", String.valueOf(via.branch()));
        fields.put("received", value(message, via.received()));
        fields.put("rport", value(message, via.rport()));
        fields.put("vias", String.valueOf(message.elements(HeaderName.VIA).size()));
        fields.put("max-forwards", String.valueOf(message.maxForwards()));
        fields.put("body", String.valueOf(message.bodyLength()));
        for (HeaderName name : List.of(HeaderName.ROUTE, HeaderName.RECORD_ROUTE, HeaderName.CONTACT)) {
            fields.put(
                    name.text(),
                    message.elements(name).stream()
                            .map(element -> uri(SipUri.textOfElement(message.text(element))))
                            .collect(Collectors.joining(" ")));
        }
        return fields;
    }

    private static String value(SipMessage message, @Nullable Span span) {
        return span == null ? "null" : message.text(span);
    }

    private static String uri(String text) {
        SipUri uri = SipUri.parse(text);
        return uri == null ? "none" : uri(uri.scheme(), uri.user(), uri.host(), uri.port());
    }

    private static String uri(String scheme, @Nullable String user, String host, int port) {
        return scheme + ":" + user + "@" + host.toLowerCase(Locale.ROOT) + ":" + port;
    }

    /** As JAIN-SIP has it. */
    static Map<String, String> jain(byte[] bytes) {
        SilentLog.install();
        SIPMessage message;
        Set<String> unreadable = new HashSet<>();
        try {
            message = new StringMsgParser()
                    .parseSIPMessage(bytes.clone(), true, false, (e, partial, type, text, all) -> {
                        String name = text.split("[ \t]*:", 2)[0].toLowerCase(Locale.ROOT);
                        if (ADDRESSES.contains(name)) {
                            unreadable.add(name);
                        } else if (NEEDED.contains(name)) {
                            throw new ParseException(name, 0);
                        } else if (text.contains(" SIP/") || text.startsWith("SIP/")) {
                            throw new ParseException("start line", 0);
                        }
                    });
            if (message == null || message.getCSeq() == null || message.getCallId() == null) {
                return Map.of(REFUSED, "incomplete");
            }
            if (message.getFrom() == null || message.getTo() == null) {
                return Map.of(REFUSED, message.getTo() == null ? "to" : "from");
            }
            Map<String, String> fields = fields(message);
            unreadable.forEach(name -> fields.put(
                    name.equals("m") || name.equals("contact")
                            ? "Contact"
                            : name.equals("route") ? "Route" : "Record-Route",
                    UNREADABLE));
            return fields;
        } catch (ParseException | RuntimeException e) {
            return Map.of(REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> fields(SIPMessage message) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("method", message.getCSeq().getMethod());
        fields.put("status", message instanceof SIPResponse response ? String.valueOf(response.getStatusCode()) : "0");
        if (message instanceof SIPRequest request) {
            fields.put("method", request.getMethod());
            fields.put("uri", uri(request.getRequestURI()));
        }
        fields.put("call-id", message.getCallId().getCallId());
        fields.put("from tag", String.valueOf(message.getFromTag()));
        fields.put("to tag", String.valueOf(message.getToTag()));
        fields.put("cseq", String.valueOf(message.getCSeq().getSeqNumber()));
        Via via = message.getTopmostVia();
        fields.put("transport", via.getTransport().toUpperCase(Locale.ROOT));
        fields.put("sent-by", via.getHost().toLowerCase(Locale.ROOT) + " " + via.getPort());
        fields.put("branch", String.valueOf(via.getBranch()));
        fields.put("received", parameter(via, "received"));
        fields.put("rport", parameter(via, "rport"));
        fields.put("vias", String.valueOf(message.getViaHeaders().size()));
        fields.put(
                "max-forwards",
                message.getMaxForwards() == null
                        ? "-1"
                        : String.valueOf(message.getMaxForwards().getMaxForwards()));
        byte[] body = message.getRawContent();
        fields.put("body", String.valueOf(body == null ? 0 : body.length));
        fields.put("Route", uris(message.getRouteHeaders()));
        fields.put("Record-Route", uris(message.getRecordRouteHeaders()));
        fields.put("Contact", uris(message.getContactHeaders()));
        return fields;
    }

    /** A parameter without a value is null to JAIN-SIP, as one that is not there. */
    private static String parameter(Via via, String name) {
        String value = via.getParameter(name);
        return value == null ? via.hasParameter(name) ? "" : "null" : value.strip();
    }

    private static String uris(@Nullable SIPHeaderList<? extends AddressParametersHeader> headers) {
        return headers == null
                ? ""
                : headers.stream()
                        .map(header -> ((AddressImpl) header.getAddress()).isWildcard()
                                ? "none"
                                : uri(header.getAddress().getURI()))
                        .collect(Collectors.joining(" "));
    }

    private static String uri(URI uri) {
        if (uri instanceof SipURI sip) {
            return uri(sip.getScheme().toLowerCase(Locale.ROOT), sip.getUser(), sip.getHost(), sip.getPort());
        }
        String text = uri.toString();
        int colon = text.indexOf(':');
        return uri(text.substring(0, colon).toLowerCase(Locale.ROOT), text.substring(colon + 1), "", -1);
    }

    /** The fields in which two readings differ. */
    static Set<String> differing(Map<String, String> one, Map<String, String> other) {
        if (one.containsKey(REFUSED) || other.containsKey(REFUSED)) {
            return one.containsKey(REFUSED) && other.containsKey(REFUSED) ? Set.of() : Set.of(REFUSED);
        }
        return one.keySet().stream()
                .filter(field -> !Objects.equals(one.get(field), other.get(field)))
                .collect(Collectors.toSet());
    }
}
