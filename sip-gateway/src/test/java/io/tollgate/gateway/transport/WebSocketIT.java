package io.tollgate.gateway.transport;

import static io.tollgate.gateway.transport.RecordingSink.DEADLINE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.config.StreamLimits;
import io.tollgate.gateway.config.TransportSettings;
import io.tollgate.gateway.config.WebSocketSettings;
import io.tollgate.gateway.transport.RecordingSink.Arrival;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import io.tollgate.phone.WebSocketWire;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SIP over WebSocket, frame by frame. */
class WebSocketIT {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final StreamLimits SMALL = new StreamLimits(
            2_000,
            1_000,
            100,
            100,
            Duration.ofSeconds(1),
            Duration.ofMillis(300),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            100,
            100_000);

    private final RecordingSink sink = new RecordingSink();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private SipTransports started(StreamLimits limits, String... origins) throws Exception {
        WebSocketSettings web = new WebSocketSettings(ANY, null, List.of(origins), Duration.ofMillis(50));
        SipTransports transports =
                SipTransports.bind(TransportSettings.on(ANY).withStreams(limits).withWebSocket(web));
        open.add(transports);
        transports.start(sink);
        return transports;
    }

    private Socket connected(SipTransports transports) throws Exception {
        InetSocketAddress address = Objects.requireNonNull(transports.local(Transport.WS));
        Socket socket = new Socket(address.getAddress(), address.getPort());
        open.add(socket);
        socket.setSoTimeout((int) DEADLINE.toMillis());
        return socket;
    }

    private static byte[] message(String subject) {
        return ("OPTIONS sip:alice@example.org SIP/2.0\r\nSubject: " + subject + "\r\nContent-Length: 0\r\n\r\n")
                .getBytes(ISO_8859_1);
    }

    private static void awaitClosed(SipTransports transports, CloseReason reason) {
        RecordingSink.await(
                "a connection closed for " + reason,
                () -> transports.counters().closed(reason) == 1,
                () -> List.of(CloseReason.values()).stream()
                        .map(each -> each + "=" + transports.counters().closed(each))
                        .toList());
    }

    @Test
    void shouldCarryAMessageInAFrameBothWays() throws Exception {
        // Given
        SipTransports transports = started(StreamLimits.DEFAULTS);
        WebSocketWire client = WebSocketWire.sip(connected(transports));

        // When
        client.send(WebSocketWire.TEXT, true, message("text"));
        client.send(WebSocketWire.BINARY, true, message("binary"));
        Arrival text = sink.next();
        Arrival binary = sink.next();
        transports.send(text.flow(), message("out"), SendOutcome.IGNORED);

        // Then
        assertThat(text.text()).isEqualTo(new String(message("text"), ISO_8859_1));
        assertThat(binary.text()).isEqualTo(new String(message("binary"), ISO_8859_1));
        assertThat(text.flow().source()).endsWith("/ws");
        assertThat(client.receive()).contains(message("out"));
    }

    @Test
    void shouldPutFragmentsTogether() throws Exception {
        // Given
        SipTransports transports = started(StreamLimits.DEFAULTS);
        WebSocketWire client = WebSocketWire.sip(connected(transports));
        byte[] whole = message("in three");

        // When
        client.send(WebSocketWire.TEXT, false, Arrays.copyOfRange(whole, 0, 10));
        client.send(WebSocketWire.CONTINUATION, false, Arrays.copyOfRange(whole, 10, 20));
        client.send(WebSocketWire.CONTINUATION, true, Arrays.copyOfRange(whole, 20, whole.length));

        // Then
        assertThat(sink.next().text()).isEqualTo(new String(whole, ISO_8859_1));
    }

    @Test
    void shouldAnswerDoubleCrLfWithOne() throws Exception {
        // Given
        SipTransports transports = started(StreamLimits.DEFAULTS);
        WebSocketWire client = WebSocketWire.sip(connected(transports));

        // When
        client.send(WebSocketWire.TEXT, true, new byte[] {'\r', '\n'});
        client.send(WebSocketWire.TEXT, true, new byte[] {'\r', '\n', '\r', '\n'});

        // Then
        assertThat(client.receive()).contains(new byte[] {'\r', '\n'});
        assertThat(transports.counters().streamKeepAlives()).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhoDoesNotAskForSip() throws Exception {
        // Given
        SipTransports transports = started(StreamLimits.DEFAULTS);

        // When
        int status = new WebSocketWire(connected(transports)).open("Sec-WebSocket-Protocol: xmpp");

        // Then
        assertThat(status).isEqualTo(400);
        awaitClosed(transports, CloseReason.NO_WEBSOCKET);
    }

    @Test
    void shouldRefusePagesOfForeignOrigins() throws Exception {
        // Given
        SipTransports transports = started(StreamLimits.DEFAULTS, "https://phone.example.com");
        String sip = "Sec-WebSocket-Protocol: xmpp, sip";

        // When, Then
        assertThat(new WebSocketWire(connected(transports)).open(sip, "Origin: https://evil.example"))
                .isEqualTo(403);
        assertThat(new WebSocketWire(connected(transports)).open(sip, "Origin: https://Phone.example.com"))
                .isEqualTo(101);
        assertThat(new WebSocketWire(connected(transports)).open(sip)).isEqualTo(101);
    }

    @Test
    void shouldEndWhatIsNoWebSocket() throws Exception {
        // Given
        SipTransports transports = started(StreamLimits.DEFAULTS);

        // When
        connected(transports).getOutputStream().write(message("plain"));

        // Then
        awaitClosed(transports, CloseReason.NO_WEBSOCKET);
        assertThat(sink.arrivals).isEmpty();
    }

    @Test
    void shouldEndAFrameThatIsTooLong() throws Exception {
        // Given
        SipTransports transports = started(SMALL);
        WebSocketWire client = WebSocketWire.sip(connected(transports));

        // When
        client.send(WebSocketWire.TEXT, true, new byte[3_001]);

        // Then
        assertThat(client.receive()).isEmpty();
        awaitClosed(transports, CloseReason.BODY_TOO_LONG);
    }

    @Test
    void shouldEndFragmentsThatAreTooLongTogether() throws Exception {
        // Given
        SipTransports transports = started(SMALL);
        WebSocketWire client = WebSocketWire.sip(connected(transports));

        // When
        client.send(WebSocketWire.TEXT, false, new byte[2_000]);
        client.send(WebSocketWire.CONTINUATION, false, new byte[1_001]);

        // Then
        assertThat(client.receive()).isEmpty();
        awaitClosed(transports, CloseReason.BODY_TOO_LONG);
    }

    @Test
    void shouldEndAFrameThatDoesNotEnd() throws Exception {
        // Given a connection that pongs keep alive
        SipTransports transports = started(SMALL);
        Socket socket = connected(transports);
        WebSocketWire client = WebSocketWire.sip(socket);
        client.send(WebSocketWire.TEXT, true, message("whole"));
        sink.next();

        // When the head of a masked frame of 100 bytes comes and no more
        socket.getOutputStream().write(new byte[] {(byte) 0x81, (byte) 0xE4, 1, 2, 3, 4, 5});

        // Then
        awaitClosed(transports, CloseReason.SLOW);
    }

    @Test
    void shouldNotConnectToAWebSocketClient() throws Exception {
        // Given
        SipTransports transports = started(StreamLimits.DEFAULTS);
        BlockingQueue<SendFault> faults = new LinkedBlockingQueue<>();
        Flow nowhere = Flow.to(Transport.WS, ANY, new InetSocketAddress(ANY.getAddress(), 9));

        // When
        transports.send(nowhere, message("lost"), (flow, fault) -> faults.add(fault));

        // Then
        assertThat(faults.poll(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(SendFault.UNREACHABLE);
    }
}
