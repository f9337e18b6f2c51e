package io.tollgate.gateway.transport;

import io.netty.buffer.ByteBuf;

/**
 * What the Content-Length headers of one message say, long or compact, folded or not (RFC 3261 sections 7.3.1, 20.14).
 *
 * <p>Not safe for threads.
 */
final class ContentLength {
    private static final byte[] LONG_NAME = {'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h'};
    private static final byte[] COMPACT_NAME = {'l'};

    /** Digits beyond any limit: what follows cannot make the number acceptable again. */
    private static final long CEILING = Integer.MAX_VALUE;

    private static final long NOT_SEEN = -1;

    private long agreed = NOT_SEEN;
    private long current = NOT_SEEN;
    private boolean open;
    private boolean digitsEnded;
    private boolean malformed;

    /** Reads one header line without its CRLF; the empty line ends the last header. */
    void line(ByteBuf in, int start, int end) {
        boolean continuation = isBlank(in.getByte(start));
        if (continuation) {
            if (open) {
                digitsEnded = current != NOT_SEEN;
                digits(in, start, end);
            }
            return;
        }
        settle();
        int afterName = nameEnd(in, start, end, LONG_NAME);
        if (afterName < 0) {
            afterName = nameEnd(in, start, end, COMPACT_NAME);
        }
        if (afterName >= 0) {
            open = true;
            digitsEnded = false;
            digits(in, afterName, end);
        }
    }

    boolean present() {
        settle();
        return agreed != NOT_SEEN;
    }

    boolean malformed() {
        settle();
        return malformed;
    }

    /** The number of body bytes, no more than {@link Integer#MAX_VALUE}; only when present and not malformed. */
    long value() {
        return agreed;
    }

    private void settle() {
        if (!open) {
            return;
        }
        open = false;
        malformed |= current == NOT_SEEN || (agreed != NOT_SEEN && agreed != current);
        agreed = current;
        current = NOT_SEEN;
    }

    private void digits(ByteBuf in, int start, int end) {
        for (int i = start; i < end; i++) {
            int c = in.getByte(i);
            if (isBlank(c)) {
                digitsEnded |= current != NOT_SEEN;
            } else if (c >= '0' && c <= '9' && !digitsEnded) {
                current = Math.min(CEILING, Math.max(0, current) * 10 + (c - '0'));
            } else {
                malformed = true;
            }
        }
    }

    /** Index after the colon when the line is a header of that name, else -1. */
    private static int nameEnd(ByteBuf in, int start, int end, byte[] name) {
        if (end - start <= name.length) {
            return -1;
        }
        for (int i = 0; i < name.length; i++) {
            int c = in.getByte(start + i);
            int lower = c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
            if (lower != name[i]) {
                return -1;
            }
        }
        int i = start + name.length;
        while (i < end && isBlank(in.getByte(i))) {
            i++;
        }
        return i < end && in.getByte(i) == ':' ? i + 1 : -1;
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }
}
