package io.tollgate.gateway.token;

import io.tollgate.gateway.wire.Transport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lays out a token's octets. Every field says its own length, so that no two contents have the same octets.
 *
 * <p>Not shared; written once and thrown away.
 */
final class TokenWriter {
    private final ByteBuffer buffer;

    TokenWriter(int most) {
        buffer = ByteBuffer.allocate(most);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    TokenWriter octet(int value) {
        buffer.put((byte) value);
        return this;
    }

    TokenWriter number(long value) {
        buffer.putLong(value);
        return this;
    }

    TokenWriter text(byte[] utf8) {
        if (utf8.length > 0xFFFF) {
            throw new IllegalArgumentException("a token holds no text of " + utf8.length + " octets");
        }
        buffer.putShort((short) utf8.length).put(utf8);
        return this;
    }

    TokenWriter hop(Hop hop) {
        byte[] address = hop.address().getAddress().getAddress();
        buffer.put((byte) (code(hop.transport()) << 5 | address.length))
                .put(address)
                .putShort((short) hop.address().getPort());
        return this;
    }

    /** What is written on the wire; not the ordinal, which a new constant would move. */
    private static int code(Transport transport) {
        return switch (transport) {
            case UDP -> 0;
            case TCP -> 1;
            case TLS -> 2;
            case WS -> 3;
            case WSS -> 4;
        };
    }

    byte[] octets() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
