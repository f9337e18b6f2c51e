package io.tollgate.phone;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One message as a phone's socket saw it: the raw text, when, which way, and whether it had been seen before.
 *
 * <p>Immutable. It reads the text itself and leniently, so that a test can look at a message that a strict parser
 * refuses.
 */
public final class Sighting {
    /** Which way a message went. */
    public enum Direction {
        SENT,
        RECEIVED
    }

    private static final Map<String, String> COMPACT = Map.of(
            "via",
            "v",
            "from",
            "f",
            "to",
            "t",
            "call-id",
            "i",
            "contact",
            "m",
            "content-length",
            "l",
            "supported",
            "k",
            "content-type",
            "c",
            "subject",
            "s",
            "event",
            "o");

    private static final Pattern FOLD = Pattern.compile("\\r\\n[ \\t]+");

    private final Direction direction;
    private final Hop peer;
    private final Moment at;
    private final String text;
    private final boolean repeated;
    private final boolean lost;
    private final String callId;
    private final String cseq;

    Sighting(Direction direction, Hop peer, Moment at, String text, boolean repeated, boolean lost) {
        this.direction = direction;
        this.peer = peer;
        this.at = at;
        this.text = text;
        this.repeated = repeated;
        this.lost = lost;
        this.callId = header("Call-ID");
        this.cseq = header("CSeq");
    }

    Sighting asLost() {
        return new Sighting(direction, peer, at, text, repeated, true);
    }

    public Direction direction() {
        return direction;
    }

    public boolean sent() {
        return direction == Direction.SENT;
    }

    public boolean received() {
        return direction == Direction.RECEIVED;
    }

    /** The other end. */
    public Hop peer() {
        return peer;
    }

    /** When it was read from the socket, or given to it. */
    public Moment at() {
        return at;
    }

    /** The message, byte for byte as UTF-8. */
    public String text() {
        return text;
    }

    /** Whether the very same text went the same way before: a retransmission. */
    public boolean repeated() {
        return repeated;
    }

    /** Whether the script had it lost: if received, the phone never looked at it; if sent, it never left. */
    public boolean lost() {
        return lost;
    }

    public String startLine() {
        int end = text.indexOf("\r\n");
        return end < 0 ? text : text.substring(0, end);
    }

    public boolean isResponse() {
        return text.startsWith("SIP/2.0 ");
    }

    public boolean isRequest() {
        return !isResponse();
    }

    public boolean isRequest(String method) {
        return text.startsWith(method + " ");
    }

    /** Whether it is a response with this status to a request of this method. */
    public boolean isResponse(int status, String method) {
        return status() == status && cseqMethod().equals(method);
    }

    /** The request's method; for a response the one of its CSeq. */
    public String method() {
        return isResponse() ? cseqMethod() : text.substring(0, Math.max(0, text.indexOf(' ')));
    }

    /** The response's status code; 0 for a request. */
    public int status() {
        return isResponse() && text.length() >= 11 ? (int) number(text.substring(8, 11), 0) : 0;
    }

    public String callId() {
        return callId;
    }

    /** CSeq's number; -1 where there is none. */
    public long cseqNumber() {
        int space = cseq.indexOf(' ');
        return space < 0 ? -1 : number(cseq.substring(0, space), -1);
    }

    private static long number(String digits, long otherwise) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    public String cseqMethod() {
        return cseq.substring(cseq.lastIndexOf(' ') + 1);
    }

    /** The request's URI; empty for a response. */
    public String requestUri() {
        String[] parts = startLine().split(" ", 3);
        return isRequest() && parts.length == 3 ? parts[1] : "";
    }

    public String body() {
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? "" : text.substring(end + 4);
    }

    /** The first value of a header, compact form or not; empty where there is none. */
    public String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? "" : values.get(0);
    }

    /** Every line of a header, in order, unfolded; lines that hold a list stay one. */
    public List<String> headers(String name) {
        List<String> values = new ArrayList<>(2);
        collect(name, COMPACT.getOrDefault(name.toLowerCase(Locale.ROOT), name), values);
        return values;
    }

    private void collect(String name, String compact, List<String> values) {
        int bodyAt = text.indexOf("\r\n\r\n");
        int limit = bodyAt < 0 ? text.length() : bodyAt;
        int line = text.indexOf("\r\n") + 2;
        while (line > 1 && line < limit) {
            int end = endOfHeader(line, limit);
            int value = valueOf(name, line);
            if (value < 0) {
                value = valueOf(compact, line);
            }
            if (value >= 0 && value <= end) {
                values.add(unfolded(text.substring(value, end)));
            }
            line = end + 2;
        }
    }

    /** Where the value begins if the line is a header of this name, else -1. */
    private int valueOf(String name, int line) {
        if (!text.regionMatches(true, line, name, 0, name.length())) {
            return -1;
        }
        int colon = line + name.length();
        while (colon < text.length() && " \t".indexOf(text.charAt(colon)) >= 0) {
            colon++;
        }
        return colon < text.length() && text.charAt(colon) == ':' ? colon + 1 : -1;
    }

    private static String unfolded(String value) {
        String line = value.indexOf('\n') < 0 ? value : FOLD.matcher(value).replaceAll(" ");
        return line.strip();
    }

    private int endOfHeader(int from, int limit) {
        int end = text.indexOf("\r\n", from);
        while (end >= 0 && end < limit && end + 2 < text.length() && " \t".indexOf(text.charAt(end + 2)) >= 0) {
            end = text.indexOf("\r\n", end + 2); // a folded line goes on
        }
        return end < 0 || end > limit ? limit : end;
    }

    /** The tag of From. */
    public String fromTag() {
        return tagOf(header("From"));
    }

    /** The tag of To; empty before there is a dialog. */
    public String toTag() {
        return tagOf(header("To"));
    }

    static String tagOf(String nameAddress) {
        int at = nameAddress.indexOf(";tag=", Math.max(0, nameAddress.lastIndexOf('>')));
        if (at < 0) {
            return "";
        }
        int end = nameAddress.indexOf(';', at + 5);
        return (end < 0 ? nameAddress.substring(at + 5) : nameAddress.substring(at + 5, end)).strip();
    }

    /** One line for a transcript. */
    @Override
    public String toString() {
        return at.instant() + (sent() ? " -> " : " <- ") + peer + "  " + startLine() + "  [CSeq " + cseq + ", Call-ID "
                + callId + "]" + (repeated ? " REPEATED" : "") + (lost ? " LOST" : "");
    }
}
