package io.tollgate.gateway.wire;

import io.tollgate.gateway.wire.MalformedMessage.Fault;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A view of a SIP message's bytes, made in one pass: where the start line and each header stand, and what routing needs
 * of them. Nothing is copied until asked for, and what is not understood passes untouched through {@link Splice}.
 *
 * <p>Immutable as long as nobody writes to the array, which it owns.
 */
public final class SipMessage {
    /** In any case, as each literal of the grammar is (RFC 3261 sections 7.1 and 25.1). */
    private static final byte[] VERSION = Ascii.bytes("sip/2.0");

    private static final byte[] PROTOCOL = Ascii.bytes("sip/");
    private static final List<HeaderName> REQUIRED =
            List.of(HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID, HeaderName.CSEQ);

    /** RFC 3261 section 20.22. */
    private static final int MOST_HOPS = 255;

    /** What is sent with 70 hops (RFC 3261 section 8.1.1.6) has been in no more places, and goes to no more. */
    static final int MOST_ELEMENTS = 70;

    private static final List<HeaderName> HOPS =
            List.of(HeaderName.VIA, HeaderName.ROUTE, HeaderName.RECORD_ROUTE, HeaderName.PATH);

    private final byte[] bytes;
    private final HeaderLines headers;
    private int length;
    private Method method = Method.OTHER;
    private int status;
    private Span target = new Span(0, 0);
    private Span methodName = new Span(0, 0);
    private int bodyStart;
    private long cseq;
    private @Nullable Via topVia;

    /** Read again and again on a message's way: a string is made once of what is there. */
    private @Nullable String targetText;

    private @Nullable String callId;
    private @Nullable String fromTag;
    private @Nullable String toTag;

    private SipMessage(byte[] bytes) {
        this.bytes = bytes;
        this.headers = new HeaderLines(bytes);
        this.length = bytes.length;
    }

    /**
     * Reads one message; {@code bytes} must hold nothing else and belongs to the view afterwards.
     *
     * @throws MalformedMessage if it cannot be routed (RFC 3261 sections 7, 8.1.1, 16.3 and 18.3)
     */
    public static SipMessage parse(byte[] bytes) throws MalformedMessage {
        SipMessage message = new SipMessage(bytes);
        int at = 0;
        while (at + 1 < bytes.length && bytes[at] == Ascii.CR && bytes[at + 1] == Ascii.LF) {
            at += 2;
        }
        int end = HeaderLines.lineEnd(bytes, at);
        Fault fault = message.readStartLine(at, end);
        message.bodyStart = message.headers.read(end + 2);
        message.readVia();
        if (fault == null) {
            fault = message.firstFault();
        }
        if (fault != null) {
            // Nobody answers an ACK, and a response least of all.
            boolean answered = message.isRequest() && message.method != Method.ACK;
            throw new MalformedMessage(fault, answered ? message : null);
        }
        return message;
    }

    /** What is wrong with the start line of a message that is SIP none the less, or null. */
    private @Nullable Fault readStartLine(int from, int end) throws MalformedMessage {
        int firstSpace = Ascii.indexOf(bytes, Ascii.SP, from, end);
        if (firstSpace < 0) {
            throw new MalformedMessage(Fault.START_LINE);
        }
        if (Ascii.equalIgnoringCase(bytes, from, firstSpace, VERSION)) {
            status = (int) Ascii.number(bytes, firstSpace + 1, Math.min(firstSpace + 4, end));
            if (status < 100 || status > 699 || end > firstSpace + 4 && bytes[firstSpace + 4] != Ascii.SP) {
                throw new MalformedMessage(Fault.START_LINE);
            }
            return null;
        }
        if (!Ascii.isToken(bytes, from, firstSpace)) {
            throw new MalformedMessage(Fault.START_LINE);
        }
        methodName = new Span(from, firstSpace);
        method = Method.of(bytes, from, firstSpace);
        int secondSpace = Ascii.indexOf(bytes, Ascii.SP, firstSpace + 1, end);
        target = new Span(firstSpace + 1, Math.max(firstSpace + 1, secondSpace));
        if (target.length() > 0 && Ascii.equalIgnoringCase(bytes, secondSpace + 1, end, VERSION)) {
            return Method.ambiguous(bytes, from, firstSpace) ? Fault.START_LINE : null;
        }
        int last = Ascii.trimEnd(bytes, firstSpace, end);
        int version = Ascii.lastIndexOf(bytes, Ascii.SP, firstSpace, last) + 1;
        if (!Ascii.equalIgnoringCase(bytes, version, Math.min(version + PROTOCOL.length, last), PROTOCOL)) {
            throw new MalformedMessage(Fault.START_LINE);
        }
        return version == secondSpace + 1 && last == end ? Fault.VERSION : Fault.START_LINE;
    }

    /** The way back, without which nothing can be answered and nothing be passed on. */
    private void readVia() throws MalformedMessage {
        Span via = topElement(HeaderName.VIA);
        if (via == null) {
            throw new MalformedMessage(Fault.MISSING_HEADER);
        }
        topVia = Via.parse(bytes, via.start(), via.end());
        for (HeaderName name : HOPS) {
            if (headers.count(name) > MOST_ELEMENTS) {
                throw new MalformedMessage(Fault.TOO_MANY_HOPS);
            }
        }
    }

    /** What is wrong with the headers that routing reads; any other one may be as it likes (RFC 3261 section 16.3). */
    private @Nullable Fault firstFault() {
        if (headers.odd()) {
            return Fault.HEADER_LINE;
        }
        for (HeaderName name : REQUIRED) {
            Span value = value(name);
            if (value == null || value.length() == 0) {
                return Fault.MISSING_HEADER;
            }
            if (next(name, first(name) + 1) >= 0) {
                return Fault.REPEATED_HEADER;
            }
        }
        Span via = topVia().span();
        int parameters = Ascii.indexOf(bytes, (byte) ';', via.start(), via.end());
        if (parameters >= 0 && !Parameters.readable(bytes, parameters, via.end(), "branch", "rport", "received")
                || emptyVia()) {
            return Fault.BAD_VIA;
        }
        if (!addressable(HeaderName.FROM) || !addressable(HeaderName.TO)) {
            return Fault.BAD_ADDRESS;
        }
        Span callId = requireValue(HeaderName.CALL_ID);
        for (int i = callId.start(); i < callId.end(); i++) {
            if (bytes[i] >= 0 && bytes[i] <= ' ' || bytes[i] == 0x7f) {
                return Fault.BAD_CALL_ID;
            }
        }
        if (!readCseq()) {
            return Fault.BAD_CSEQ;
        }
        if (!readLength()) {
            return Fault.BAD_CONTENT_LENGTH;
        }
        Span hops = value(HeaderName.MAX_FORWARDS);
        if (hops == null) {
            return null;
        }
        if (next(HeaderName.MAX_FORWARDS, first(HeaderName.MAX_FORWARDS) + 1) >= 0) {
            return Fault.REPEATED_HEADER;
        }
        return maxForwards() < 0 || maxForwards() > MOST_HOPS ? Fault.BAD_MAX_FORWARDS : null;
    }

    /** Whether parameters stand behind the topmost Via's comma that are nobody's: to some they are the topmost one's. */
    private boolean emptyVia() {
        Span line = requireValue(HeaderName.VIA);
        int comma = Elements.end(bytes, line.start(), line.end());
        int next = Elements.skipComma(bytes, comma, line.end());
        return comma < line.end() && next < line.end() && (bytes[next] == ';' || bytes[next] == ',');
    }

    /**
     * Whether it is certain where the address ends and its tag begins. What an answer's tag is like is for its call to
     * judge, which ends cleanly: the answer dropped here would leave it ringing.
     */
    private boolean addressable(HeaderName name) {
        Span value = requireValue(name);
        int parameters = Parameters.afterAddress(bytes, value.start(), value.end());
        return parameters >= 0 && (!isRequest() || Parameters.readable(bytes, parameters, value.end(), "tag"));
    }

    /** Two lengths that differ would be two messages to whoever reads the other one on a stream. */
    private boolean readLength() {
        long bodyLength = -1;
        for (int line = first(HeaderName.CONTENT_LENGTH); line >= 0; line = next(HeaderName.CONTENT_LENGTH, line + 1)) {
            Span declared = valueAt(line);
            long one = Ascii.number(bytes, declared.start(), declared.end());
            if (one < 0 || one > bytes.length - bodyStart || bodyLength >= 0 && one != bodyLength) {
                return false;
            }
            bodyLength = one;
        }
        if (bodyLength >= 0) {
            length = bodyStart + (int) bodyLength;
        }
        return true;
    }

    /** Bytes of the body. */
    public int bodyLength() {
        return length - bodyStart;
    }

    private boolean readCseq() {
        Span value = requireValue(HeaderName.CSEQ);
        int digits = value.start();
        while (digits < value.end() && Ascii.digit(bytes[digits])) {
            digits++;
        }
        int name = digits;
        while (name < value.end() && Ascii.space(bytes[name])) {
            name++;
        }
        cseq = Ascii.number(bytes, value.start(), digits);
        if (cseq < 0 || cseq > Integer.MAX_VALUE || name == digits || !Ascii.isToken(bytes, name, value.end())) {
            return false;
        }
        if (isRequest()) {
            return Arrays.equals(bytes, name, value.end(), bytes, methodName.start(), methodName.end());
        }
        methodName = new Span(name, value.end());
        method = Method.of(bytes, name, value.end());
        return true;
    }

    /** Whether it is a request. */
    public boolean isRequest() {
        return status == 0;
    }

    /** The request's method, or for a response the one in CSeq. */
    public Method method() {
        return method;
    }

    /** The method as written. */
    public String methodName() {
        return text(methodName);
    }

    /** The response's status, 0 for a request. */
    public int status() {
        return status;
    }

    /** Where the Request-URI stands; empty for a response. */
    public Span target() {
        return target;
    }

    /** The Request-URI as written. */
    public String targetText() {
        String known = targetText;
        if (known == null) {
            known = text(target);
            targetText = known;
        }
        return known;
    }

    /** The sequence number of CSeq, 0 to 2^31-1. */
    public long cseq() {
        return cseq;
    }

    /** Hops left, or -1 where the header is missing. */
    public int maxForwards() {
        Span value = value(HeaderName.MAX_FORWARDS);
        return value == null ? -1 : (int) Ascii.number(bytes, value.start(), value.end());
    }

    /** The topmost Via. */
    public Via topVia() {
        if (topVia == null) {
            throw new IllegalStateException("a view without Via");
        }
        return topVia;
    }

    /** The branch of a Via element, or null. */
    public @Nullable String branch(Span via) {
        return Parameters.value(bytes, via.start(), via.end(), "branch");
    }

    /** The Call-ID as written. */
    public String callId() {
        String known = callId;
        if (known == null) {
            known = text(requireValue(HeaderName.CALL_ID));
            callId = known;
        }
        return known;
    }

    /** From's tag, or null. */
    public @Nullable String fromTag() {
        String known = fromTag;
        if (known == null) {
            known = tag(HeaderName.FROM);
            fromTag = known;
        }
        return known;
    }

    /** To's tag, or null. */
    public @Nullable String toTag() {
        String known = toTag;
        if (known == null) {
            known = tag(HeaderName.TO);
            toTag = known;
        }
        return known;
    }

    private @Nullable String tag(HeaderName name) {
        Span value = requireValue(name);
        int parameters = Parameters.afterAddress(bytes, value.start(), value.end());
        return parameters < 0 ? null : Parameters.value(bytes, parameters, value.end(), "tag");
    }

    /** How many bytes the message has; what a datagram holds beyond Content-Length is not part of it. */
    public int length() {
        return length;
    }

    /** The array that is viewed; not to be written to. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the empty line before the body stands. */
    public int headersEnd() {
        return bodyStart - 2;
    }

    /** The first header line of that name: its number, or -1. */
    public int first(HeaderName name) {
        return next(name, 0);
    }

    /** The first header line of that name at or after line {@code index}, or -1. */
    public int next(HeaderName name, int index) {
        return headers.next(name, index);
    }

    /** The value of a header line, without surrounding blanks. */
    public Span valueAt(int line) {
        return headers.value(line);
    }

    /** A header line from its name to the end of its line break, folded lines included. */
    public Span lineAt(int line) {
        return headers.whole(line);
    }

    /** The value of the first header of that name, or null. */
    public @Nullable Span value(HeaderName name) {
        int line = first(name);
        return line < 0 ? null : valueAt(line);
    }

    private Span requireValue(HeaderName name) {
        Span value = value(name);
        if (value == null) {
            throw new IllegalStateException("a view without " + name.text());
        }
        return value;
    }

    /** The text of the first header of that name, unfolded, or null. */
    public @Nullable String header(HeaderName name) {
        Span value = value(name);
        return value == null ? null : text(value);
    }

    /** The first element of a comma-separated header, or null where the message has none. */
    public @Nullable Span topElement(HeaderName name) {
        int line = first(name);
        if (line < 0) {
            return null;
        }
        Span value = valueAt(line);
        return new Span(
                value.start(), Ascii.trimEnd(bytes, value.start(), Elements.end(bytes, value.start(), value.end())));
    }

    /** Every element of a comma-separated header over all its lines, from the top. */
    public List<Span> elements(HeaderName name) {
        return headers.elements(name);
    }

    /** The text of a stretch; line folding reads as one space. */
    public String text(Span span) {
        return Folding.undone(bytes, span.start(), span.end());
    }

    /** A copy of exactly this message's bytes. */
    public byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }
}
