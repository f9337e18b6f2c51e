package io.tollgate.gateway.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Comparisons and conversions on ASCII bytes. Stateless. */
final class Ascii {
    static final byte SP = ' ';
    static final byte HT = '\t';
    static final byte CR = '\r';
    static final byte LF = '\n';

    /** By octet; each octet of a header's name is looked up. */
    private static final boolean[] TOKEN = new boolean[256];

    private static final boolean[] WORD = new boolean[256];

    static {
        for (int c = 0; c < 256; c++) {
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            TOKEN[c] = letter || c >= '0' && c <= '9' || "-.!%*_+`'~".indexOf(c) >= 0;
            WORD[c] = c > 0x7f || c > ' ' && c < 0x7f && "\"\\,;<>()".indexOf(c) < 0;
        }
    }

    private Ascii() {}

    /** UTF-8, which equals ASCII for all that we write ourselves. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    static boolean equal(byte[] bytes, int from, int to, byte[] other) {
        return Arrays.equals(bytes, from, to, other, 0, other.length);
    }

    /** Compares without case; {@code lower} must be in lower case. */
    static boolean equalIgnoringCase(byte[] bytes, int from, int to, byte[] lower) {
        if (to - from != lower.length) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            if (lower(bytes[from + i]) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    /** Likewise, of a name in ASCII. */
    static boolean equalIgnoringCase(byte[] bytes, int from, int to, String lower) {
        if (to - from != lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            if (lower(bytes[from + i]) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    static boolean blank(byte b) {
        return b == SP || b == HT;
    }

    /** White space that may stand inside a folded value. */
    static boolean space(byte b) {
        return b == SP || b == HT || b == CR || b == LF;
    }

    static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** RFC 3261 section 25.1 `token`. */
    static boolean token(byte b) {
        return TOKEN[b & 0xff];
    }

    /** Printable or beyond ASCII, and nothing that could begin or end something else in a header's value. */
    static boolean word(byte b) {
        return WORD[b & 0xff];
    }

    /** Whether all of {@code [from, to)} is one, or nothing. */
    static boolean isWord(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!word(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether all of {@code [from, to)} is ASCII. */
    static boolean only(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether all of {@code [from, to)} is one token. */
    static boolean isToken(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!token(bytes[i])) {
                return false;
            }
        }
        return to > from;
    }

    /** The number in {@code [from, to)}, or -1 where that is none or has more than ten digits after leading zeros. */
    static long number(byte[] bytes, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            if (!digit(bytes[i]) || value >= 1_000_000_000L) {
                return -1;
            }
            value = value * 10 + (bytes[i] - '0');
        }
        return to > from ? value : -1;
    }

    static int indexOf(byte[] bytes, byte wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    static int lastIndexOf(byte[] bytes, byte wanted, int from, int to) {
        for (int i = to - 1; i >= from; i--) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
        return to - from >= prefix.length && equal(bytes, from, from + prefix.length, prefix);
    }

    /** The end without the white space before it. */
    static int trimEnd(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && space(bytes[end - 1])) {
            end--;
        }
        return end;
    }
}
