package io.tollgate.gateway.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamFramingTest {
    private static final String START = "OPTIONS sip:alice@example.org SIP/2.0\r\n";
    private static final String VIA = "Via: SIP/2.0/TCP 192.0.2.1:5060;branch=z9hG4bK1\r\n";

    private final List<CloseReason> rejections = new ArrayList<>();
    private int keepAlives;

    private EmbeddedChannel channel(int maxHeaderBytes, int maxBodyBytes) {
        return new EmbeddedChannel(
                new StreamFraming(maxHeaderBytes, maxBodyBytes, () -> keepAlives++, rejections::add));
    }

    private EmbeddedChannel channel() {
        return channel(1_000, 1_000);
    }

    private static void feed(EmbeddedChannel channel, String bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes, ISO_8859_1));
    }

    private static List<String> messages(EmbeddedChannel channel) {
        List<String> messages = new ArrayList<>();
        for (byte[] message = channel.readInbound(); message != null; message = channel.readInbound()) {
            messages.add(new String(message, ISO_8859_1));
        }
        return messages;
    }

    private static String message(String lengthHeader, String body) {
        return START + VIA + lengthHeader + "\r\n\r\n" + body;
    }

    @Test
    void shouldDeliverSameMessagesWhereverTheStreamIsSplit() {
        // Given
        String first = message("Content-Length: 5", "hello");
        String second = message("l:0", "");
        String stream = "\r\n" + first + "\r\n\r\n" + second;
        for (int split = 1; split < stream.length(); split++) {
            EmbeddedChannel channel = channel();

            // When
            feed(channel, stream.substring(0, split));
            feed(channel, stream.substring(split));

            // Then
            assertThat(messages(channel)).as("split at %d", split).containsExactly(first, second);
            assertThat(rejections).isEmpty();
        }
    }

    @Test
    void shouldDeliverMessagesWhenEachByteComesAlone() {
        // Given
        EmbeddedChannel channel = channel();
        String first = message("Content-Length: 12", "\r\n\r\nINVITE x");
        String second = message("Content-Length: 0", "");

        // When
        (first + second).chars().forEach(c -> feed(channel, String.valueOf((char) c)));

        // Then
        assertThat(messages(channel)).containsExactly(first, second);
    }

    @Test
    void shouldDeliverAllMessagesWhenOneSegmentHoldsThem() {
        // Given
        EmbeddedChannel channel = channel();
        String message = message("Content-Length: 3", "a\r\n");

        // When
        feed(channel, message.repeat(50));

        // Then
        assertThat(messages(channel)).hasSize(50).containsOnly(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5",
                "content-length:5",
                "CONTENT-LENGTH \t: \t5 ",
                "l: 5",
                "L:5",
                "l : 5",
                "Content-Length:\r\n 5",
                "Content-Length: 5\r\n ",
                "Content-Length: 00000000000000000000005",
                "Content-Length: 5\r\nl: 5",
                "l: 5\r\nX-Content-Length: 7\r\nlength: 8\r\nlx: 9",
                "l: 5\r\nSubject: folded\r\n Content-Length: 7",
            })
    void shouldReadLengthHoweverItIsWritten(String header) {
        // Given
        EmbeddedChannel channel = channel();
        String message = message(header, "hello");

        // When
        feed(channel, message + message);

        // Then
        assertThat(rejections).isEmpty();
        assertThat(messages(channel)).containsExactly(message, message);
    }

    @ParameterizedTest
    @CsvSource({
        "Subject: x, NO_LENGTH",
        "Content-Length:, MALFORMED_LENGTH",
        "Content-Length: -1, MALFORMED_LENGTH",
        "Content-Length: +5, MALFORMED_LENGTH",
        "Content-Length: 5x, MALFORMED_LENGTH",
        "Content-Length: 1 2, MALFORMED_LENGTH",
        "'Content-Length: 5, 5', MALFORMED_LENGTH",
        "'Content-Length: 5\r\nl: 6', MALFORMED_LENGTH",
        "'l: 5\r\nContent-Length:', MALFORMED_LENGTH",
        "'Content-Length: 1\r\n 2', MALFORMED_LENGTH",
        "Content-Length: 1001, BODY_TOO_LONG",
        "Content-Length: 2147483647, BODY_TOO_LONG",
        "Content-Length: 2147483648, BODY_TOO_LONG",
        "Content-Length: 99999999999999999999999999, BODY_TOO_LONG",
        "'X: a\nContent-Length: 0\r\nContent-Length: 5', MALFORMED_HEADER",
        "'X: a\rContent-Length: 0\r\nContent-Length: 5', MALFORMED_HEADER",
    })
    void shouldRejectStreamWhenLengthIsNotCertain(String header, CloseReason reason) {
        // Given
        EmbeddedChannel channel = channel();

        // When
        feed(channel, message(header, "hello"));

        // Then
        assertThat(messages(channel)).isEmpty();
        assertThat(rejections).containsExactly(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: example.org\r\nContent-Length: 0\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nabcd",
                "\u0016\u0003\u0001\u0002\u0000\u0001",
                " OPTIONS sip:a SIP/2.0\r\n\r\n",
                "\n\nOPTIONS sip:a SIP/2.0\r\n\r\n",
                "\rOPTIONS sip:a SIP/2.0\r\n\r\n",
                "SIP/2.0\r\nContent-Length: 0\r\n\r\n",
                "OPTIONS sip:a XSIP/2.0\r\nContent-Length: 0\r\n\r\n",
            })
    void shouldRejectStreamWhenItIsNotSip(String bytes) {
        // Given
        EmbeddedChannel channel = channel();

        // When
        feed(channel, bytes);

        // Then
        assertThat(messages(channel)).isEmpty();
        assertThat(rejections).containsExactly(CloseReason.NOT_SIP);
    }

    @Test
    void shouldIgnoreWhatFollowsWhenStreamWasRejected() {
        // Given
        EmbeddedChannel channel = channel();
        feed(channel, message("Subject: no length", ""));

        // When
        feed(channel, message("Content-Length: 0", ""));

        // Then
        assertThat(messages(channel)).isEmpty();
        assertThat(rejections).hasSize(1);
    }

    @Test
    void shouldAcceptHeadersOfExactlyTheLimit() {
        // Given
        String message = message("Content-Length: 2", "ab");
        EmbeddedChannel channel = channel(message.length() - 2, 2);

        // When
        feed(channel, message);

        // Then
        assertThat(messages(channel)).containsExactly(message);
    }

    @Test
    void shouldRejectHeadersOneByteOverTheLimit() {
        // Given
        String message = message("Content-Length: 2", "ab");
        EmbeddedChannel channel = channel(message.length() - 3, 2);

        // When
        feed(channel, message);

        // Then
        assertThat(messages(channel)).isEmpty();
        assertThat(rejections).containsExactly(CloseReason.HEADER_TOO_LONG);
    }

    @Test
    void shouldRejectHeadersThatNeverEnd() {
        // Given
        EmbeddedChannel channel = channel();
        feed(channel, START);

        // When
        for (int i = 0; i < 100 && rejections.isEmpty(); i++) {
            feed(channel, "X-Filler: abcdefghij\r\n");
        }

        // Then
        assertThat(rejections).containsExactly(CloseReason.HEADER_TOO_LONG);
    }

    @Test
    void shouldReportKeepAliveForEachDoubleCrlf() {
        // Given
        EmbeddedChannel channel = channel();

        // When
        feed(channel, "\r\n\r\n");
        feed(channel, "\r");
        feed(channel, "\n\r\n");

        // Then
        assertThat(keepAlives).isEqualTo(2);
        assertThat(rejections).isEmpty();
    }

    @Test
    void shouldNotTakeCrlfBetweenMessagesForKeepAlive() {
        // Given
        EmbeddedChannel channel = channel();
        String message = message("Content-Length: 0", "");

        // When
        feed(channel, "\r\n" + message + "\r\n" + message);

        // Then
        assertThat(messages(channel)).containsExactly(message, message);
        assertThat(keepAlives).isZero();
    }
}
