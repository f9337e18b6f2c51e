package io.tollgate.gateway.transport;

import io.netty.buffer.ByteBuf;

/**
 * Tells a SIP start line from another protocol's. A browser that is made to post to our port sends whatever its page
 * wants in the body: read as a stream of messages, that would be SIP. Immutable, no state.
 */
final class StartLine {
    private static final byte[] VERSION = {'S', 'I', 'P', '/', '2', '.', '0'};
    private static final int PROTOCOL = 4;

    private StartLine() {}

    /**
     * Whether {@code start} to {@code end}, without CRLF, begins with our version of SIP or ends with any (RFC 3261 section
     * 7.1): who speaks another one, or leaves a blank behind it, is to be told so.
     */
    static boolean plausible(ByteBuf in, int start, int end) {
        int last = end;
        while (last > start && in.getByte(last - 1) == ' ') {
            last--;
        }
        int word = last;
        while (word > start && in.getByte(word - 1) != ' ') {
            word--;
        }
        return last - start > VERSION.length
                && (matches(in, start, VERSION.length) && in.getByte(start + VERSION.length) == ' '
                        || word > start && last - word > PROTOCOL && matches(in, word, PROTOCOL));
    }

    private static boolean matches(ByteBuf in, int at, int length) {
        for (int i = 0; i < length; i++) {
            int c = in.getByte(at + i);
            int upper = c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c;
            if (upper != VERSION[i]) {
                return false;
            }
        }
        return true;
    }
}
