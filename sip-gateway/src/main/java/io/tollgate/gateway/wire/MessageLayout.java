package io.tollgate.gateway.wire;

import io.tollgate.gateway.wire.MalformedMessage.Fault;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where all that routing needs stands in a message's bytes, and whether the message can be routed: found in one pass, and then
 * shown by a {@link SipMessage}, which is the only one to see it after that.
 */
final class MessageLayout {
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

    final byte[] bytes;
    final HeaderLines headers;
    int length;
    Method method = Method.OTHER;
    int status;
    Span target = new Span(0, 0);
    Span methodName = new Span(0, 0);
    int bodyStart;
    long cseq;

    @Nullable
    Via topVia;

    MessageLayout(byte[] bytes) {
        this.bytes = bytes;
        this.headers = new HeaderLines(bytes);
        this.length = bytes.length;
    }

    /** Once: see {@link SipMessage#parse}. */
    SipMessage read() throws MalformedMessage {
        int at = 0;
        while (at + 1 < bytes.length && bytes[at] == Ascii.CR && bytes[at + 1] == Ascii.LF) {
            at += 2;
        }
        int end = HeaderLines.lineEnd(bytes, at);
        Fault fault = readStartLine(at, end);
        bodyStart = headers.read(end + 2);
        readVia();
        if (fault == null) {
            fault = firstFault();
        }
        SipMessage message = new SipMessage(this);
        if (fault != null) {
            // Nobody answers an ACK, and a response least of all.
            boolean answered = isRequest() && method != Method.ACK;
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
        Span via = headers.top(HeaderName.VIA);
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
            Span value = headers.value(name);
            if (value == null || value.length() == 0) {
                return Fault.MISSING_HEADER;
            }
            if (headers.next(name, headers.next(name, 0) + 1) >= 0) {
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
        Span callId = headers.required(HeaderName.CALL_ID);
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
        Span hops = headers.value(HeaderName.MAX_FORWARDS);
        if (hops == null) {
            return null;
        }
        if (headers.next(HeaderName.MAX_FORWARDS, headers.next(HeaderName.MAX_FORWARDS, 0) + 1) >= 0) {
            return Fault.REPEATED_HEADER;
        }
        return maxForwards() < 0 || maxForwards() > MOST_HOPS ? Fault.BAD_MAX_FORWARDS : null;
    }

    /** Whether parameters stand behind the topmost Via's comma that are nobody's: to some they are the topmost one's. */
    private boolean emptyVia() {
        Span line = headers.required(HeaderName.VIA);
        int comma = Elements.end(bytes, line.start(), line.end());
        int next = Elements.skipComma(bytes, comma, line.end());
        return comma < line.end() && next < line.end() && (bytes[next] == ';' || bytes[next] == ',');
    }

    /**
     * Whether it is certain where the address ends and its tag begins. What an answer's tag is like is for its call to
     * judge, which ends cleanly: the answer dropped here would leave it ringing.
     */
    private boolean addressable(HeaderName name) {
        Span value = headers.required(name);
        int parameters = Parameters.afterAddress(bytes, value.start(), value.end());
        return parameters >= 0 && (!isRequest() || Parameters.readable(bytes, parameters, value.end(), "tag"));
    }

    /** Two lengths that differ would be two messages to whoever reads the other one on a stream. */
    private boolean readLength() {
        long bodyLength = -1;
        for (int line = headers.next(HeaderName.CONTENT_LENGTH, 0);
                line >= 0;
                line = headers.next(HeaderName.CONTENT_LENGTH, line + 1)) {
            Span declared = headers.value(line);
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

    private boolean readCseq() {
        Span value = headers.required(HeaderName.CSEQ);
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

    boolean isRequest() {
        return status == 0;
    }

    int maxForwards() {
        Span value = headers.value(HeaderName.MAX_FORWARDS);
        return value == null ? -1 : (int) Ascii.number(bytes, value.start(), value.end());
    }

    Via topVia() {
        if (topVia == null) {
            throw new IllegalStateException("a view without Via");
        }
        return topVia;
    }
}
