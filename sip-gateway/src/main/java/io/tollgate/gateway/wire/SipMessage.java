package io.tollgate.gateway.wire;

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
    private final MessageLayout layout;
    private final byte[] bytes;
    private final HeaderLines headers;

    /** Read again and again on a message's way: a string is made once of what is there. */
    private @Nullable String targetText;

    private @Nullable String callId;
    private @Nullable String fromTag;
    private @Nullable String toTag;

    SipMessage(MessageLayout layout) {
        this.layout = layout;
        this.bytes = layout.bytes;
        this.headers = layout.headers;
    }

    /**
     * Reads one message; {@code bytes} must hold nothing else and belongs to the view afterwards.
     *
     * @throws MalformedMessage if it cannot be routed (RFC 3261 sections 7, 8.1.1, 16.3 and 18.3)
     */
    public static SipMessage parse(byte[] bytes) throws MalformedMessage {
        return new MessageLayout(bytes).read();
    }

    /** Bytes of the body. */
    public int bodyLength() {
        return layout.length - layout.bodyStart;
    }

    /** Whether it is a request. */
    public boolean isRequest() {
        return layout.isRequest();
    }

    /** The request's method, or for a response the one in CSeq. */
    public Method method() {
        return layout.method;
    }

    /** The method as written. */
    public String methodName() {
        return text(layout.methodName);
    }

    /** The response's status, 0 for a request. */
    public int status() {
        return layout.status;
    }

    /** Where the Request-URI stands; empty for a response. */
    public Span target() {
        return layout.target;
    }

    /** The Request-URI as written. */
    public String targetText() {
        String known = targetText;
        if (known == null) {
            known = text(layout.target);
            targetText = known;
        }
        return known;
    }

    /** The sequence number of CSeq, 0 to 2^31-1. */
    public long cseq() {
        return layout.cseq;
    }

    /** Hops left, or -1 where the header is missing. */
    public int maxForwards() {
        return layout.maxForwards();
    }

    /** The topmost Via. */
    public Via topVia() {
        return layout.topVia();
    }

    /** The branch of a Via element, or null. */
    public @Nullable String branch(Span via) {
        return Parameters.value(bytes, via.start(), via.end(), "branch");
    }

    /** The Call-ID as written. */
    public String callId() {
        String known = callId;
        if (known == null) {
            known = text(headers.required(HeaderName.CALL_ID));
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
        Span value = headers.required(name);
        int parameters = Parameters.afterAddress(bytes, value.start(), value.end());
        return parameters < 0 ? null : Parameters.value(bytes, parameters, value.end(), "tag");
    }

    /** How many bytes the message has; what a datagram holds beyond Content-Length is not part of it. */
    public int length() {
        return layout.length;
    }

    /** The array that is viewed; not to be written to. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the empty line before the body stands. */
    public int headersEnd() {
        return layout.bodyStart - 2;
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
        return headers.value(name);
    }

    /** The text of the first header of that name, unfolded, or null. */
    public @Nullable String header(HeaderName name) {
        Span value = value(name);
        return value == null ? null : text(value);
    }

    /** The first element of a comma-separated header, or null where the message has none. */
    public @Nullable Span topElement(HeaderName name) {
        return headers.top(name);
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
        return Arrays.copyOf(bytes, layout.length);
    }
}
