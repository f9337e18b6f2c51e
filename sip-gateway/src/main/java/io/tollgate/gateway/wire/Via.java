package io.tollgate.gateway.wire;

import io.tollgate.gateway.wire.MalformedMessage.Fault;
import org.jspecify.annotations.Nullable;

/**
 * One Via (RFC 3261 section 20.42). Immutable.
 *
 * @param span where it stands
 * @param transport as written, e.g. `UDP`
 * @param host sent-by host, IPv6 in brackets
 * @param port sent-by port, 0 as clients write it that do not know theirs, or -1
 * @param branch its branch, or null
 * @param rport where the value of `rport` stands: null without the parameter, empty where it asks for one (RFC 3581)
 * @param received where the value of `received` stands, or null
 */
public record Via(
        Span span,
        String transport,
        String host,
        int port,
        @Nullable String branch,
        @Nullable Span rport,
        @Nullable Span received) {
    private static final byte[] PROTOCOL = Ascii.bytes("sip");

    static Via parse(byte[] bytes, int from, int to) throws MalformedMessage {
        int slash = skipTo(bytes, (byte) '/', from, to);
        int second = skipTo(bytes, (byte) '/', slash + 1, to);
        int version = skipSpace(bytes, slash + 1, second);
        if (!Ascii.equalIgnoringCase(bytes, from, Ascii.trimEnd(bytes, from, slash), PROTOCOL)
                || !Ascii.isToken(bytes, version, Ascii.trimEnd(bytes, version, second))) {
            throw new MalformedMessage(Fault.BAD_VIA);
        }
        int transportStart = skipSpace(bytes, second + 1, to);
        int transportEnd = transportStart;
        while (transportEnd < to && Ascii.token(bytes[transportEnd])) {
            transportEnd++;
        }
        int host = skipSpace(bytes, transportEnd, to);
        int parameters = host;
        while (parameters < to && bytes[parameters] != ';') {
            parameters++;
        }
        int hostEnd = parameters;
        while (hostEnd > host && Ascii.space(bytes[hostEnd - 1])) {
            hostEnd--;
        }
        if (transportEnd == transportStart || host == transportEnd) {
            throw new MalformedMessage(Fault.BAD_VIA);
        }
        int colon = hostEnd;
        while (colon > host && bytes[colon - 1] != ':' && bytes[colon - 1] != ']') {
            colon--;
        }
        int port = -1;
        int nameEnd = hostEnd;
        if (colon > host && bytes[colon - 1] == ':') {
            port = (int) Ascii.number(bytes, skipSpace(bytes, colon, hostEnd), hostEnd);
            nameEnd = Ascii.trimEnd(bytes, host, colon - 1);
            if (port < 0 || port > 65535) {
                throw new MalformedMessage(Fault.BAD_VIA);
            }
        }
        if (!isHost(bytes, host, nameEnd)) {
            throw new MalformedMessage(Fault.BAD_VIA);
        }
        return new Via(
                new Span(from, to),
                Ascii.text(bytes, transportStart, transportEnd),
                Ascii.text(bytes, host, nameEnd),
                port,
                Parameters.value(bytes, parameters, to, "branch"),
                Parameters.find(bytes, parameters, to, "rport"),
                Parameters.find(bytes, parameters, to, "received"));
    }

    /** Whether the branch is one of RFC 3261's, unique over space and time. */
    public boolean hasCookie() {
        return branch != null && branch.startsWith("z9hG4bK") && branch.length() > 7;
    }

    /** A name or an IPv4 address, or anything without blanks in brackets. */
    private static boolean isHost(byte[] bytes, int from, int to) {
        if (from == to || bytes[from] != '[') {
            return Ascii.isToken(bytes, from, to);
        }
        for (int i = from + 1; i < to - 1; i++) {
            if (bytes[i] != ':' && !Ascii.token(bytes[i])) {
                return false;
            }
        }
        return to - from > 2 && bytes[to - 1] == ']';
    }

    private static int skipTo(byte[] bytes, byte wanted, int from, int to) throws MalformedMessage {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        throw new MalformedMessage(Fault.BAD_VIA);
    }

    private static int skipSpace(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && Ascii.space(bytes[at])) {
            at++;
        }
        return at;
    }
}
