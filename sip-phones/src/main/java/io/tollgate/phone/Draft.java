package io.tollgate.phone;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message that is being written: a start line and headers in the order in which they will be on the wire. Immutable;
 * each change gives another draft.
 *
 * <p>Text and not JAIN-SIP's header objects, so that a script can write what no factory would agree to (a forged From, a
 * header that nobody knows), and so that what a phone received is copied into its answer as it was.
 */
final class Draft {
    /** Compact names of headers that a proxy changes (RFC 3261 section 7.3.3). */
    private static final Map<String, String> LONG_NAMES = Map.of("v", "Via", "m", "Contact");

    private static final Pattern RPORT = Pattern.compile("(?i);rport(=[^;]*)?(?=;|$)");

    private record Field(String name, String value) {}

    private final String startLine;
    private final List<Field> fields;
    private final String body;

    private Draft(String startLine, List<Field> fields, String body) {
        this.startLine = startLine;
        this.fields = fields;
        this.body = body;
    }

    static Draft request(String method, String uri) {
        return new Draft(method + " " + uri + " SIP/2.0", List.of(), "");
    }

    /** A message that was received, to be passed on with changes. */
    static Draft of(Sighting received) {
        String text = received.text();
        int bodyAt = text.indexOf("\r\n\r\n");
        String head = bodyAt < 0 ? text : text.substring(0, bodyAt);
        String[] lines = head.replaceAll("\\r\\n[ \\t]+", " ").split("\r\n");
        Draft draft = new Draft(lines[0], List.of(), received.body());
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            String name = lines[i].substring(0, colon).strip();
            if (!name.equalsIgnoreCase("Content-Length") && !name.equalsIgnoreCase("l")) {
                draft = draft.with(
                        LONG_NAMES.getOrDefault(name.toLowerCase(Locale.ROOT), name),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return draft;
    }

    /** The same request to another Request-URI. */
    Draft to(String uri) {
        return new Draft(method() + " " + uri + " SIP/2.0", fields, body);
    }

    /** A response with Via, From, To, Call-ID, CSeq and, where a dialog needs it, Record-Route of the request. */
    static Draft response(Incoming request, int status, String toTag) {
        Draft draft = new Draft("SIP/2.0 " + status + " " + SIPResponse.getReasonPhrase(status), List.of(), "");
        boolean top = true;
        for (Object header : request.message().getViaHeaders()) {
            String via = ((Via) header).getHeaderValue();
            draft = draft.with("Via", top ? filledIn(via, (Via) header, request.from()) : via);
            top = false;
        }
        if (status < 300) {
            for (String recorded : request.sighting().headers("Record-Route")) {
                draft = draft.with("Record-Route", recorded);
            }
        }
        String to = request.header("To");
        boolean tagged = status == 100 || !Sighting.tagOf(to).isEmpty() || toTag.isEmpty();
        return draft.with("From", request.header("From"))
                .with("To", tagged ? to : to + ";tag=" + toTag)
                .with("Call-ID", request.callId())
                .with("CSeq", request.header("CSeq"));
    }

    /** RFC 3581: what the sender could not know of its own address. */
    static String filledIn(String via, Via header, Hop from) {
        String ip = from.address().getAddress().getHostAddress();
        String filled = via;
        if (header.hasParameter("rport") && header.getRPort() <= 0) {
            filled = RPORT.matcher(filled)
                    .replaceFirst(";rport=" + from.address().getPort());
        }
        return ip.equals(header.getHost()) && !header.hasParameter("rport") ? filled : filled + ";received=" + ip;
    }

    Draft with(String name, String value) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, value));
        return new Draft(startLine, List.copyOf(more), body);
    }

    Draft with(String name, List<String> values) {
        Draft draft = this;
        for (String value : values) {
            draft = draft.with(name, value);
        }
        return draft;
    }

    /** Headers as a script writes them: {@code Name: value}. */
    Draft withLines(List<String> lines) {
        Draft draft = this;
        for (String line : lines) {
            int colon = line.indexOf(':');
            draft = draft.with(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        return draft;
    }

    Draft withFirst(String name, String value) {
        List<Field> more = new ArrayList<>();
        more.add(new Field(name, value));
        more.addAll(fields);
        return new Draft(startLine, List.copyOf(more), body);
    }

    Draft without(String name) {
        return new Draft(
                startLine,
                fields.stream()
                        .filter(field -> !field.name().equalsIgnoreCase(name))
                        .toList(),
                body);
    }

    /** The same headers in the same places with another value for the first of this name. */
    Draft replacing(String name, String value) {
        List<Field> changed = new ArrayList<>(fields);
        for (int i = 0; i < changed.size(); i++) {
            if (changed.get(i).name().equalsIgnoreCase(name)) {
                changed.set(i, new Field(changed.get(i).name(), value));
                return new Draft(startLine, List.copyOf(changed), body);
            }
        }
        return with(name, value);
    }

    Draft withSdp(@Nullable String sdp) {
        return sdp == null ? this : new Draft(startLine, with("Content-Type", "application/sdp").fields, sdp);
    }

    Draft withBody(String type, String content) {
        return new Draft(startLine, with("Content-Type", type).fields, content);
    }

    String method() {
        return startLine.substring(0, startLine.indexOf(' '));
    }

    String uri() {
        return startLine.split(" ", 3)[1];
    }

    long cseq() {
        String cseq = value("CSeq");
        return Long.parseLong(cseq.substring(0, cseq.indexOf(' ')));
    }

    String value(String name) {
        return values(name).stream().findFirst().orElse("");
    }

    List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** ACK to a refusal, or CANCEL: the request's own Via, route and CSeq number (RFC 3261 sections 9.1, 17.1.1.3). */
    Draft accompanying(String method, String to) {
        return request(method, uri())
                .with("Via", value("Via"))
                .with("Max-Forwards", "70")
                .with("Route", values("Route"))
                .with("From", value("From"))
                .with("To", to)
                .with("Call-ID", value("Call-ID"))
                .with("CSeq", cseq() + " " + method);
    }

    String text() {
        StringBuilder text = new StringBuilder(512).append(startLine).append("\r\n");
        for (Field field : fields) {
            text.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        return text.append("Content-Length: ")
                .append(body.getBytes(StandardCharsets.UTF_8).length)
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }
}
