package io.tollgate.gateway.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatagramTest {
    private static final String MESSAGE = "OPTIONS sip:alice@example.org SIP/2.0\r\nVia: SIP/2.0/UDP a\r\n\r\n";

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, ISO_8859_1);
    }

    @Test
    void shouldDropCrlfsBeforeMessage() {
        // Given
        ByteBuf content = bytes("\r\n\r\n" + MESSAGE);

        // When
        byte[] message = Datagram.message(content);

        // Then
        assertThat(new String(message, ISO_8859_1)).isEqualTo(MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n\r\n", "\r\n", "\0\0\0\0", "  \r\n"})
    void shouldKnowKeepAlive(String text) {
        assertThat(Datagram.message(bytes(text))).isEmpty();
        assertThat(Datagram.isKeepAlive(bytes(text))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0\1\0\0!\u0012\u00a4Babcdefghijklaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "OPTIONS sip:a SIP/2.0\r\n\r\n",
                "x",
                "\u00ffNVITE sip:alice@example.org SIP/2.0\r\nVia: SIP/2.0/UDP a\r\n\r\n",
                " OPTIONS sip:alice@example.org SIP/2.0\r\nVia: SIP/2.0/UDP a\r\n\r\n",
            })
    void shouldKnowJunk(String text) {
        assertThat(Datagram.message(bytes(text))).isEmpty();
        assertThat(Datagram.isKeepAlive(bytes(text))).isFalse();
    }
}
