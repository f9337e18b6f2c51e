package io.tollgate.gateway.transport;

import io.netty.buffer.ByteBuf;

/**
 * Tells a SIP start line from another protocol's. A browser that is made to post to our port sends whatever its page
 * wants in the body: read as a stream of messages, that would be SIP. Immutable, no state.
 */
final class StartLine {
    private static final byte[] VERSION = {'S', 'I', 'P', '/', '2', '.', '0'};

    private StartLine() {}

    /** Whether {@code start} to {@code end}, without CRLF, begins or ends with the SIP version (RFC 3261 section 7.1). */
    static boolean plausible(ByteBuf in, int start, int end) {
        return end - start > VERSION.length
                && (matches(in, start) && in.getByte(start + VERSION.length) == ' '
                        || matches(in, end - VERSION.length) && in.getByte(end - VERSION.length - 1) == ' ');
    }

    private static boolean matches(ByteBuf in, int at) {
        for (int i = 0; i < VERSION.length; i++) {
            int c = in.getByte(at + i);
            int upper = c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c;
            if (upper != VERSION[i]) {
                return false;
            }
        }
        return true;
    }
}
