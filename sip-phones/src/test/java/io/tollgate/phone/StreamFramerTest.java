package io.tollgate.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamFramerTest {
    private static final String ONE = "INFO sip:a@b SIP/2.0\r\nContent-Length: 4\r\n\r\nbody";
    private static final String TWO = "SIP/2.0 200 OK\r\nl: 0\r\n\r\n";

    @Test
    void shouldCutMessagesHoweverTheyArrive() throws Exception {
        // Given
        StreamFramer framer = new StreamFramer();
        byte[] stream = ("\r\n\r\n" + ONE + TWO + "\r\n" + ONE).getBytes(StandardCharsets.UTF_8);

        // When
        List<String> cut = new ArrayList<>();
        for (byte b : stream) {
            for (byte[] message : framer.feed(ByteBuffer.wrap(new byte[] {b}))) {
                cut.add(new String(message, StandardCharsets.UTF_8));
            }
        }

        // Then
        assertThat(cut).containsExactly(ONE, TWO, ONE);
    }

    @Test
    void shouldRefuseAMessageWithoutALength() {
        // Given
        StreamFramer framer = new StreamFramer();

        // Then
        assertThatThrownBy(() ->
                        framer.feed(ByteBuffer.wrap("INFO sip:a@b SIP/2.0\r\n\r\n".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(StreamFramer.BadFraming.class);
    }
}
