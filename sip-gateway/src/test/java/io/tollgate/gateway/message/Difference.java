package io.tollgate.gateway.message;

import io.tollgate.gateway.wire.MalformedMessage.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Where the wire view and JAIN-SIP read a message differently, and why that is right. Each has a message in which it is
 * seen. The list is that of docs/torture.md.
 */
enum Difference {
    LINES(
            refused(Fault.HEADER_LINE),
            "CSeq: 7",
            "no colon\r\nCSeq: 7",
            "refused by us: a line without a name, of nothing but blanks, or with a bare CR, LF or NUL; JAIN-SIP passes over it or takes it for a line's end"),
    NO_END(
            refused(Fault.NO_END_OF_HEADERS),
            "\r\n\r\nbody",
            "\r\n",
            "refused by us: no empty line; to JAIN-SIP the end of the datagram is the end of the headers"),
    REPEATED(
            refused(Fault.REPEATED_HEADER),
            "Call-ID: x@y",
            "Call-ID: x@y\r\nCall-ID: z",
            "refused by us: a header that may stand once stands twice; JAIN-SIP takes one of them"),
    EMPTY(refused(Fault.MISSING_HEADER), "x@y", "", "refused by us: an empty Call-ID"),
    LENGTHS(
            refused(Fault.BAD_CONTENT_LENGTH),
            "Content-Length: 4",
            "Content-Length: 4\r\nContent-Length: 2",
            "refused by us: two lengths that differ; JAIN-SIP takes one of them"),
    ADDRESS(
            refused(Fault.BAD_ADDRESS),
            "tag=f1",
            "tag=f1;tag=f2",
            "refused by us: From or To of which the tag is not certain; JAIN-SIP takes what it finds first"),
    CALL_ID(
            refused(Fault.BAD_CALL_ID),
            "x@y",
            "x y",
            "refused by us: blanks in a Call-ID; JAIN-SIP leaves them out, and would speak of another dialog"),
    CSEQ(
            refused(Fault.BAD_CSEQ),
            "7 OPTIONS",
            "7 INVITE",
            "refused by us: a method that is not the request's; JAIN-SIP looks when it is asked to check"),
    HOPS(
            refused(Fault.BAD_MAX_FORWARDS),
            "Max-Forwards: 70",
            "Max-Forwards: 7\r\n 0",
            "refused by us: two numbers in two lines; JAIN-SIP leaves out the line break between them"),
    START(
            refused(Fault.START_LINE),
            "b SIP/2.0",
            "b  SIP/2.0",
            "refused by us: two blanks in the Request-Line, a status that is not three digits and a blank"),
    VERSION(refused(Fault.VERSION), "b SIP/2.0", "b SIP/3.0", "answered 505 by us; JAIN-SIP reads any version"),
    REQUEST_URI(
            readings -> readings.wire().equals("BAD_REQUEST_URI"),
            "OPTIONS sip:a@b",
            "OPTIONS sip:a@b?Route=c",
            "refused by us: a Request-URI that is not written as the grammar wants; JAIN-SIP takes many of them for another scheme"),
    VIA(
            refused(Fault.BAD_VIA),
            "branch=z9hG4bK1",
            "branch=z9hG4bK(1",
            "refused by us: a topmost Via whose parameters are not certain; JAIN-SIP reads them up to the odd character"),
    NAMES_NOT_READ(
            readings -> Set.of("from", "f", "to", "t").contains(readings.jain()),
            "<sip:c@d>",
            "<sip:c[@d>",
            "passed by us: From and To are read up to their tags, and where it matters whose a request is as far as the user and host; JAIN-SIP reads display names and parameters too"),
    VIAS_NOT_READ(
            readings -> Set.of("via", "v").contains(readings.jain())
                    || readings.field().equals("vias"),
            "SIP/2.0/TCP lower",
            "SIP:2.0:TCP lower",
            "passed by us: lower Vias are not read, nor parameters of the topmost one that we do not know"),
    TARGET_NOT_READ(
            readings -> readings.jain().equals("start line") && readings.has(Readings.UNREAD),
            "OPTIONS sip:a@b",
            "OPTIONS sip:a:/@b",
            "passed by us: password and parameters of a Request-URI are not read, nor letters in a number"),
    ADDRESSES_NOT_READ(
            readings -> readings.jain().equals(Reading.UNREADABLE)
                    || !readings.field().equals("uri") && readings.wire().matches(Readings.OTHER),
            "Contact: <sip:a@c>",
            "Contact: \"A\" odd <sip:a@c>",
            "passed by us: a Contact, Route or Record-Route is read up to what is followed; JAIN-SIP leaves out the whole line, or reads another scheme"),
    NO_LENGTH(
            readings -> readings.field().equals("body") && !readings.has(Readings.LENGTH),
            "Content-Length: 4\r\n",
            "",
            "without Content-Length the body is the rest of the datagram (RFC 3261 section 18.3); to JAIN-SIP there is none"),
    TAIL(
            readings -> readings.field().equals("body") && readings.has(Readings.LENGTH),
            "body",
            "body and more",
            "what follows the body is no part of the message (RFC 3261 section 18.3); JAIN-SIP leaves that to its transports"),
    TAG_OF_URN(
            readings -> readings.field().endsWith(" tag") && readings.has(Readings.UNBRACKETED),
            "<sip:a@b>;tag=f1",
            "urn:service:sos;tag=f1",
            "without brackets what follows is the header's (RFC 3261 section 20); to JAIN-SIP it is the URI's, if that is neither SIP nor a number"),
    OTHER_SCHEME(
            readings -> readings.field().equals("uri") && readings.wire().matches(Readings.OTHER),
            "OPTIONS sip:a@b",
            "OPTIONS other:a%20b",
            "JAIN-SIP loses a character of an escape in a URI of a scheme that it does not know; as a Request-URI that is answered 416");

    /** In it both read the same. */
    static final String SOUND = "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP top;branch=z9hG4bK1\r\n"
            + "Via: SIP/2.0/TCP lower\r\nFrom: <sip:a@b>;tag=f1\r\nTo: <sip:c@d>\r\nCall-ID: x@y\r\nCSeq: 7 OPTIONS\r\n"
            + "Max-Forwards: 70\r\nContact: <sip:a@c>\r\nContent-Length: 4\r\n\r\nbody";

    /** One field of a message, read in two ways. */
    record Readings(String field, String wire, String jain, String text) {
        private static final String OTHER = "(?:.* )?(?:(?!sips?:)[^ ]*@:-1|none)(?: .*)?";
        private static final Pattern UNREAD = Pattern.compile("(?i)^\\S+ (?:sips?:[^@: ]*:[^@ ]*@|sips?:\\S*;|tel:)");
        private static final Pattern LENGTH = Pattern.compile("(?im)^(?:content-length|l)[ \t]*:");
        private static final Pattern UNBRACKETED =
                Pattern.compile("(?im)^(?:from|f|to|t)[ \t]*:(?:\r\n)?[ \t]*(?!sips?:)[^<\"; \r\n][^<\"]*;");

        private boolean has(Pattern pattern) {
            return pattern.matcher(text).find();
        }
    }

    private final Predicate<Readings> seen;
    private final String part;
    private final String replacement;
    private final String reason;

    Difference(Predicate<Readings> seen, String part, String replacement, String reason) {
        this.seen = seen;
        this.part = part;
        this.replacement = replacement;
        this.reason = reason;
    }

    private static Predicate<Readings> refused(Fault fault) {
        return readings -> readings.wire().equals(fault.name());
    }

    /** Whether it is this one. */
    boolean explains(String field, Map<String, String> wire, Map<String, String> jain, byte[] message) {
        return seen.test(new Readings(
                field,
                String.valueOf(wire.get(field)),
                String.valueOf(jain.get(field)),
                new String(message, StandardCharsets.UTF_8)));
    }

    /** A message in which it is seen. */
    byte[] example() {
        return SOUND.replace(part, replacement).getBytes(StandardCharsets.UTF_8);
    }

    /** Its row in docs/torture.md. */
    String row() {
        return "| " + name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + " | " + reason + " |";
    }
}
