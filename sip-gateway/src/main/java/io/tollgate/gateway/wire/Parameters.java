package io.tollgate.gateway.wire;

import org.jspecify.annotations.Nullable;

/** `;name=value` parameters (RFC 3261 section 25.1 generic-param). Stateless. */
final class Parameters {
    private Parameters() {}

    /**
     * Where the parameters of a From, To, Contact or Route begin: after the angle brackets, else at the first semicolon
     * (RFC 3261 section 20.10: without brackets they belong to the header). -1 where quotes or brackets are not closed, or
     * something else than parameters follows them.
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
                return afterBrackets(bytes, i, to);
            } else if (b == ';') {
                return oneWord(bytes, from, i) ? i : -1;
            }
        }
        return quoted || !oneWord(bytes, from, to) ? -1 : to;
    }

    /** A URI without brackets has no blanks within. */
    private static boolean oneWord(byte[] bytes, int from, int to) {
        int end = Ascii.trimEnd(bytes, from, to);
        int i = from;
        while (i < end && !Ascii.space(bytes[i])) {
            i++;
        }
        return i == end;
    }

    private static int afterBrackets(byte[] bytes, int open, int to) {
        int close = Ascii.indexOf(bytes, (byte) '>', open, to);
        if (close < 0) {
            return -1;
        }
        int next = skip(bytes, close + 1, to);
        return next == to || bytes[next] == ';' ? next : -1;
    }

    /**
     * Whether parameters read the same to everybody: names and values are one word without delimiters, or values stand
     * within quotes that are closed, and none of {@code unique} stands twice (RFC 3261 section 7.3.1) or the first of them
     * with an empty value or one beyond ASCII, which we could not say again as it came. More than the grammar's tokens and hosts (section 25.1) is a word: phones write tags with `@`,
     * `=` or `/` in them, names in their own alphabet, and nothing behind the last semicolon or equals sign.
     */
    static boolean readable(byte[] bytes, int from, int to, String... unique) {
        int[] seen = new int[unique.length];
        int at = from;
        while (at < to) {
            int start = skip(bytes, at + 1, to);
            int end = parameterEnd(bytes, start, to);
            int equals = Ascii.indexOf(bytes, (byte) '=', start, end);
            int nameEnd = Ascii.trimEnd(bytes, start, equals < 0 ? end : equals);
            int value = equals < 0 ? end : skip(bytes, equals + 1, end);
            if (!Ascii.isWord(bytes, start, nameEnd)
                    || equals >= 0 && (nameEnd == start || !value(bytes, value, end))) {
                return false;
            }
            for (int i = 0; i < unique.length; i++) {
                boolean found = Ascii.equalIgnoringCase(bytes, start, nameEnd, unique[i]);
                boolean identifies = i == 0 && equals >= 0;
                if (found && (++seen[i] > 1 || identifies && (value == end || !Ascii.only(bytes, value, end)))) {
                    return false;
                }
            }
            at = end;
        }
        return true;
    }

    /** A word, nothing, or all within one pair of quotes. */
    private static boolean value(byte[] bytes, int from, int to) {
        int end = Ascii.trimEnd(bytes, from, to);
        if (from >= end || bytes[from] != '"') {
            return Ascii.isWord(bytes, from, end);
        }
        int i = from + 1;
        while (i < end && bytes[i] != '"') {
            i += bytes[i] == '\\' ? 2 : 1;
        }
        return i == end - 1;
    }

    private static int skip(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && Ascii.space(bytes[at])) {
            at++;
        }
        return at;
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
            if (Ascii.equalIgnoringCase(bytes, start, nameEnd, lowerName)) {
                if (equals == end) {
                    return new Span(nameEnd, nameEnd);
                }
                int valueStart = skip(bytes, equals + 1, end);
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
