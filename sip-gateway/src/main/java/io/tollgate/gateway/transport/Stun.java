package io.tollgate.gateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * STUN as a keep-alive (RFC 5626 section 4.4.2, RFC 5389): who asks learns which address he has here, and keeps his NAT
 * open by it. Only the plain binding request is answered; the answer, headers of IP and UDP included, is at most 1.36
 * times as long as the shortest one, so nobody is worth forging for it. No state.
 */
final class Stun {
    private static final int HEADER_BYTES = 20;
    private static final int COOKIE = 0x2112_A442;
    private static final short BINDING_REQUEST = 0x0001;
    private static final short BINDING_RESPONSE = 0x0101;
    private static final short XOR_MAPPED_ADDRESS = 0x0020;

    /** From there on an attribute may be passed over by who does not know it. */
    private static final int OPTIONAL = 0x8000;

    private Stun() {}

    /** The response to a binding request, or null for anything else. */
    static @Nullable ByteBuf answer(ByteBuf request, InetSocketAddress source) {
        int start = request.readerIndex();
        int length = request.readableBytes();
        if (length < HEADER_BYTES
                || request.getShort(start) != BINDING_REQUEST
                || request.getUnsignedShort(start + 2) != length - HEADER_BYTES
                || request.getInt(start + 4) != COOKIE
                || !onlyOptional(request, start + HEADER_BYTES, start + length)) {
            return null;
        }
        byte[] address = source.getAddress().getAddress();
        int value = 4 + address.length;
        ByteBuf answer = Unpooled.buffer(HEADER_BYTES + 4 + value)
                .writeShort(BINDING_RESPONSE)
                .writeShort(4 + value)
                .writeBytes(request, start + 4, HEADER_BYTES - 4)
                .writeShort(XOR_MAPPED_ADDRESS)
                .writeShort(value)
                .writeShort(address.length == Integer.BYTES ? 1 : 2)
                .writeShort(source.getPort() ^ COOKIE >>> 16);
        for (int i = 0; i < address.length; i++) {
            answer.writeByte(address[i] ^ request.getByte(start + 4 + i));
        }
        return answer;
    }

    private static boolean onlyOptional(ByteBuf request, int from, int to) {
        int at = from;
        while (at + 4 <= to) {
            if (request.getUnsignedShort(at) < OPTIONAL) {
                return false;
            }
            at += 4 + (request.getUnsignedShort(at + 2) + 3 & ~3);
        }
        return at == to;
    }
}
