package io.tollgate.gateway.wire;

import io.tollgate.gateway.wire.MalformedMessage.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where each header line of a message stands, and of what name it is. Filled once, then only read. */
final class HeaderLines {
    /** More header lines than this are refused; the largest legitimate messages have some sixty. */
    static final int MOST = 256;

    /** Longer values, folded lines included, are refused: 16 KiB hold the longest identities and credentials. */
    static final int LONGEST = 16 * 1024;

    /** Name, start of the line, start and end of the value, end of the line. */
    private static final int STRIDE = 5;

    private final byte[] bytes;
    private int[] lines = new int[STRIDE * 24];
    private int count;
    private boolean odd;

    HeaderLines(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads the lines from {@code from} to the empty one; the index of the body. */
    int read(int from) throws MalformedMessage {
        int at = from;
        while (true) {
            int end = lineEnd(bytes, at);
            if (end == at) {
                return at + 2;
            }
            if (Ascii.blank(bytes[at])) {
                fold(end);
            } else {
                add(at, end);
            }
            if (lines[(count - 1) * STRIDE + 4] - lines[(count - 1) * STRIDE + 1] > LONGEST) {
                throw new MalformedMessage(Fault.HEADER_TOO_LONG);
            }
            at = end + 2;
        }
    }

    /** Whether a line was passed over that is no header: it has no name, or nothing but blanks. */
    boolean odd() {
        return odd;
    }

    /**
     * The index of the CRLF that ends the line. A lone CR or LF would be a line's end to some and not to others, and so
     * would a NUL, which SIP knows only behind a backslash (RFC 3261 section 25.1 quoted-pair).
     */
    static int lineEnd(byte[] bytes, int from) throws MalformedMessage {
        for (int i = from; i + 1 < bytes.length; i++) {
            if (bytes[i] == Ascii.CR || bytes[i] == Ascii.LF) {
                if (bytes[i] == Ascii.CR && bytes[i + 1] == Ascii.LF) {
                    return i;
                }
                throw new MalformedMessage(Fault.HEADER_LINE);
            }
            if (bytes[i] == 0 && (i == from || bytes[i - 1] != '\\')) {
                throw new MalformedMessage(Fault.HEADER_LINE);
            }
        }
        throw new MalformedMessage(Fault.NO_END_OF_HEADERS);
    }

    /** RFC 3261 section 7.3.1: a line that begins with white space continues the one before. */
    private void fold(int end) throws MalformedMessage {
        if (count == 0) {
            throw new MalformedMessage(Fault.HEADER_LINE);
        }
        int last = (count - 1) * STRIDE;
        // To some this line is the empty one, and the headers behind it are the body.
        odd |= skipBlanks(lines[last + 4], end) == end;
        if (lines[last + 3] == lines[last + 2]) {
            lines[last + 2] = skipBlanks(lines[last + 4], end);
        }
        lines[last + 3] = Ascii.trimEnd(bytes, lines[last + 2], end);
        lines[last + 4] = end + 2;
    }

    private void add(int at, int end) throws MalformedMessage {
        if (count == MOST) {
            throw new MalformedMessage(Fault.TOO_MANY_HEADERS);
        }
        int colon = Ascii.indexOf(bytes, (byte) ':', at, end);
        int nameEnd = colon < 0 ? at : Ascii.trimEnd(bytes, at, colon);
        if (!Ascii.isToken(bytes, at, nameEnd)) {
            odd = true;
            colon = end - 1;
            nameEnd = at;
        }
        if ((count + 1) * STRIDE > lines.length) {
            lines = Arrays.copyOf(lines, lines.length * 2);
        }
        int valueStart = skipBlanks(colon + 1, end);
        int slot = count++ * STRIDE;
        lines[slot] = HeaderName.of(bytes, at, nameEnd).ordinal();
        lines[slot + 1] = at;
        lines[slot + 2] = valueStart;
        lines[slot + 3] = Ascii.trimEnd(bytes, valueStart, end);
        lines[slot + 4] = end + 2;
    }

    private int skipBlanks(int from, int to) {
        int at = from;
        while (at < to && Ascii.blank(bytes[at])) {
            at++;
        }
        return at;
    }

    int next(HeaderName name, int index) {
        for (int i = index; i < count; i++) {
            if (lines[i * STRIDE] == name.ordinal()) {
                return i;
            }
        }
        return -1;
    }

    Span value(int line) {
        return new Span(lines[line * STRIDE + 2], lines[line * STRIDE + 3]);
    }

    Span whole(int line) {
        return new Span(lines[line * STRIDE + 1], lines[line * STRIDE + 4]);
    }

    /** The value of the first line of that name; null: there is none. */
    @Nullable
    Span value(HeaderName name) {
        int line = next(name, 0);
        return line < 0 ? null : value(line);
    }

    /** As {@link #value(HeaderName)}, of a header that no message is without. */
    Span required(HeaderName name) {
        Span value = value(name);
        if (value == null) {
            throw new IllegalStateException("a view without " + name.text());
        }
        return value;
    }

    /** The first element of a comma-separated header; null: there is no such header. */
    @Nullable
    Span top(HeaderName name) {
        Span value = value(name);
        return value == null
                ? null
                : new Span(
                        value.start(),
                        Ascii.trimEnd(bytes, value.start(), Elements.end(bytes, value.start(), value.end())));
    }

    /** How many elements a comma-separated header has over all its lines, empty ones too. */
    int count(HeaderName name) {
        int count = 0;
        for (int line = next(name, 0); line >= 0; line = next(name, line + 1)) {
            int at = lines[line * STRIDE + 2];
            int end = lines[line * STRIDE + 3];
            while (at < end) {
                count++;
                at = Elements.skipComma(bytes, Elements.end(bytes, at, end), end);
            }
        }
        return count;
    }

    /** Every element of a comma-separated header over all its lines, from the top. */
    List<Span> elements(HeaderName name) {
        List<Span> spans = new ArrayList<>(4);
        for (int line = next(name, 0); line >= 0; line = next(name, line + 1)) {
            Span value = value(line);
            int at = value.start();
            while (at < value.end()) {
                int end = Elements.end(bytes, at, value.end());
                int last = Ascii.trimEnd(bytes, at, end);
                if (last > at) {
                    spans.add(new Span(at, last));
                }
                at = Elements.skipComma(bytes, end, value.end());
            }
        }
        return spans;
    }
}
