package io.tollgate.gateway.wire;

import org.jspecify.annotations.Nullable;

/** `;name=value` parameters (RFC 3261 section 25.1 generic-param). Stateless. */
final class Parameters {
    private Parameters() {}

    /**
     * Where the parameters of a From, To, Contact or Route begin: after the angle brackets, else at the first semicolon
     * (RFC 3261 section 20.10: without brackets they belong to the header).
     */
    static int afterAddress(byte[] bytes, int from, int to) {
        boolean quoted = false;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (quoted) {
                if (b == '\\') {
                    i++;
                } else if (b == '"') {
                    quoted = false;
                }
            } else if (b == '"') {
                quoted = true;
            } else if (b == '<') {
                while (i < to && bytes[i] != '>') {
                    i++;
                }
                return Math.min(i + 1, to);
            } else if (b == ';') {
                return i;
            }
        }
        return to;
    }

    /** The value of a parameter: null where it is missing, empty where it has none. */
    static @Nullable String value(byte[] bytes, int from, int to, String name) {
        Span span = find(bytes, from, to, name);
        return span == null ? null : Ascii.text(bytes, span.start(), span.end());
    }

    /** Where a parameter's value stands (an empty span after the name where it has none), or null. */
    static @Nullable Span find(byte[] bytes, int from, int to, String lowerName) {
        int at = from;
        while (at < to) {
            int start = at;
            while (start < to && (bytes[start] == ';' || Ascii.space(bytes[start]))) {
                start++;
            }
            int end = parameterEnd(bytes, start, to);
            int equals = start;
            while (equals < end && bytes[equals] != '=') {
                equals++;
            }
            int nameEnd = Ascii.trimEnd(bytes, start, equals);
            if (Ascii.equalIgnoringCase(bytes, start, nameEnd, Ascii.bytes(lowerName))) {
                if (equals == end) {
                    return new Span(nameEnd, nameEnd);
                }
                int valueStart = equals + 1;
                while (valueStart < end && Ascii.space(bytes[valueStart])) {
                    valueStart++;
                }
                return new Span(valueStart, Ascii.trimEnd(bytes, valueStart, end));
            }
            at = Math.max(end, start + 1);
        }
        return null;
    }

    private static int parameterEnd(byte[] bytes, int from, int to) {
        boolean quoted = false;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '"') {
                quoted = !quoted;
            } else if (quoted && bytes[i] == '\\') {
                i++;
            } else if (!quoted && bytes[i] == ';') {
                return i;
            }
        }
        return to;
    }
}
