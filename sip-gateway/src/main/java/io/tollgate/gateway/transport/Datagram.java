package io.tollgate.gateway.transport;

import io.netty.buffer.ByteBuf;

/** Tells what may be a SIP message from what else comes to the port: keep-alives, STUN, scans. No state. */
final class Datagram {
    /** No SIP message is as short: its start line and one Via are longer. */
    private static final int SHORTEST_MESSAGE_BYTES = 40;

    private static final byte[] NONE = {};

    private Datagram() {}

    /**
     * The message without CRLFs before it (RFC 3261 section 7.5), or an empty array for what is none. STUN begins with
     * two zero bits (RFC 5389 section 6), which no SIP method does as far as it is printable.
     */
    static byte[] message(ByteBuf content) {
        int start = content.readerIndex();
        int end = content.writerIndex();
        while (start < end && (content.getByte(start) == '\r' || content.getByte(start) == '\n')) {
            start++;
        }
        if (end - start < SHORTEST_MESSAGE_BYTES || content.getByte(start) <= ' ' || content.getByte(start) == 0x7f) {
            return NONE;
        }
        byte[] message = new byte[end - start];
        content.getBytes(start, message);
        return message;
    }

    /** Whether there is nothing but what phones send to keep a NAT binding: CR, LF, NUL, blanks, or nothing at all. */
    static boolean isKeepAlive(ByteBuf content) {
        for (int i = content.readerIndex(); i < content.writerIndex(); i++) {
            int c = content.getByte(i);
            if (c != '\r' && c != '\n' && c != 0 && c != ' ') {
                return false;
            }
        }
        return true;
    }
}
