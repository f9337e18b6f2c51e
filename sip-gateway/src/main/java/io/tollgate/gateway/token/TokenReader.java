package io.tollgate.gateway.token;

import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link TokenWriter} wrote, after its MAC was found good: anything amiss then is a bug, or a key that
 * somebody else uses for something else, and throws {@link IllegalStateException}.
 *
 * <p>Not shared.
 */
final class TokenReader {
    private final ByteBuffer buffer;

    TokenReader(byte[] octets, int count) {
        buffer = ByteBuffer.wrap(octets, 0, count);
    }

    int octet() {
        return buffer.get() & 0xFF;
    }

    long number() {
        return buffer.getLong();
    }

    String text() {
        byte[] utf8 = new byte[buffer.getShort() & 0xFFFF];
        buffer.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    Hop hop() {
        int head = octet();
        byte[] address = new byte[head & 0x1F];
        buffer.get(address);
        int port = buffer.getShort() & 0xFFFF;
        try {
            return new Hop(transport(head >>> 5), new InetSocketAddress(InetAddress.getByAddress(address), port));
        } catch (UnknownHostException broken) {
            throw new IllegalStateException("a good token with an address of " + address.length + " octets", broken);
        }
    }

    private static Transport transport(int code) {
        return switch (code) {
            case 0 -> Transport.UDP;
            case 1 -> Transport.TCP;
            case 2 -> Transport.TLS;
            case 3 -> Transport.WS;
            case 4 -> Transport.WSS;
            default -> throw new IllegalStateException("a good token with transport " + code);
        };
    }
}
