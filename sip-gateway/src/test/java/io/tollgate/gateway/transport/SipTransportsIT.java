package io.tollgate.gateway.transport;

import static io.tollgate.gateway.transport.RecordingSink.DEADLINE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.tollgate.gateway.config.StreamLimits;
import io.tollgate.gateway.config.TransportSettings;
import io.tollgate.gateway.transport.RecordingSink.Arrival;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every promise of the sockets, on both kernel interfaces, against plain Java sockets. */
@ParameterizedClass
@EnumSource(IoEngine.class)
class SipTransportsIT {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final StreamLimits PATIENT = StreamLimits.DEFAULTS;

    @Parameter
    IoEngine engine;

    private final RecordingSink sink = new RecordingSink();
    private final BlockingQueue<SendFault> faults = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private <T extends AutoCloseable> T closing(T resource) {
        open.add(resource);
        return resource;
    }

    private SipTransports started(StreamLimits limits) throws IOException {
        assumeTrue(engine != IoEngine.EPOLL || Epoll.isAvailable(), "no native epoll here");
        TransportSettings settings =
                TransportSettings.on(new InetSocketAddress(LOOPBACK, 0)).withStreams(limits);
        SipTransports transports = closing(SipTransports.bind(settings, engine));
        transports.start(sink);
        return transports;
    }

    private SipTransports started() throws IOException {
        return started(PATIENT);
    }

    private void send(SipTransports transports, Flow flow, String text) {
        transports.send(flow, text.getBytes(ISO_8859_1), (failed, fault) -> faults.add(fault));
    }

    private SendFault nextFault() throws InterruptedException {
        SendFault fault = faults.poll(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(fault).as("a fault within %s", DEADLINE).isNotNull();
        return fault;
    }

    private DatagramSocket udpPeer() throws IOException {
        DatagramSocket peer = closing(new DatagramSocket(0, LOOPBACK));
        peer.setSoTimeout((int) DEADLINE.toMillis());
        return peer;
    }

    private Socket tcpPeer(SipTransports transports) throws IOException {
        Socket peer = closing(new Socket());
        peer.connect(transports.local());
        peer.setSoTimeout((int) DEADLINE.toMillis());
        peer.setTcpNoDelay(true);
        return peer;
    }

    private static void write(Socket peer, String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static String read(Socket peer, int length) throws IOException {
        return new String(peer.getInputStream().readNBytes(length), ISO_8859_1);
    }

    private static void assertClosedByGateway(Socket peer) throws IOException {
        InputStream in = peer.getInputStream();
        try {
            assertThat(in.read()).isEqualTo(-1);
        } catch (java.net.SocketTimeoutException late) {
            throw late;
        } catch (IOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    private static String message(String subject) {
        return "OPTIONS sip:alice@example.org SIP/2.0\r\nSubject: " + subject + "\r\nContent-Length: 0\r\n\r\n";
    }

    private static String subject(String message) {
        int start = message.indexOf("Subject: ") + "Subject: ".length();
        return message.substring(start, message.indexOf("\r\n", start));
    }

    private static Flow to(Transport transport, SipTransports from, InetSocketAddress remote) {
        return Flow.to(transport, from.local(), remote);
    }

    private static InetSocketAddress addressOf(ServerSocket listener) {
        return new InetSocketAddress(LOOPBACK, listener.getLocalPort());
    }

    private static void awaitClosed(SipTransports transports, CloseReason reason, long count) {
        RecordingSink.await(
                "connections closed for " + reason,
                () -> transports.counters().closed(reason) == count,
                () -> transports.counters().closed(reason));
    }

    private static void assertConnectionsAddUp(SipTransports transports) {
        TransportCounters counters = transports.counters();
        long closed = 0;
        for (CloseReason reason : CloseReason.values()) {
            closed += counters.closed(reason);
        }
        assertThat(counters.accepted() + counters.opened()).isEqualTo(closed + transports.openConnections());
    }

    @Test
    void shouldAnswerOnUdpFlowOfMessage() throws Exception {
        // Given
        SipTransports transports = started();
        DatagramSocket peer = udpPeer();
        byte[] request = message("hello").getBytes(ISO_8859_1);

        // When
        peer.send(new DatagramPacket(request, request.length, transports.local()));
        Arrival arrival = sink.next();
        send(transports, arrival.flow(), message("answer"));
        DatagramPacket answer = new DatagramPacket(new byte[2_000], 2_000);
        peer.receive(answer);

        // Then
        assertThat(arrival.text()).isEqualTo(message("hello"));
        assertThat(arrival.flow())
                .isEqualTo(to(Transport.UDP, transports, (InetSocketAddress) peer.getLocalSocketAddress()));
        assertThat(arrival.flow().source()).isEqualTo("127.0.0.1:" + peer.getLocalPort() + "/udp");
        assertThat(new String(answer.getData(), 0, answer.getLength(), ISO_8859_1))
                .isEqualTo(message("answer"));
        assertThat(answer.getPort()).isEqualTo(transports.local().getPort());
    }

    @Test
    void shouldKnowIpv4PeersByTheirAddressOnASocketOfBothFamilies() throws Exception {
        // Given
        assumeTrue(engine != IoEngine.EPOLL || Epoll.isAvailable(), "no native epoll here");
        SipTransports transports;
        try {
            transports = closing(SipTransports.bind(TransportSettings.on(new InetSocketAddress("::", 0)), engine));
        } catch (ListenFailed none) {
            assumeTrue(false, "no IPv6 here");
            return;
        }
        transports.start(sink);
        InetSocketAddress local =
                new InetSocketAddress("127.0.0.1", transports.local().getPort());
        DatagramSocket datagrams = udpPeer();
        byte[] request = message("by udp").getBytes(ISO_8859_1);
        Socket stream = closing(new Socket(local.getAddress(), local.getPort()));
        stream.setSoTimeout((int) DEADLINE.toMillis());

        // When
        datagrams.send(new DatagramPacket(request, request.length, local));
        Arrival byUdp = sink.next();
        write(stream, message("by tcp"));
        Arrival byTcp = sink.next();
        send(transports, byUdp.flow(), message("back"));
        send(transports, byTcp.flow(), message("back"));
        DatagramPacket answer = new DatagramPacket(new byte[2_000], 2_000);
        datagrams.receive(answer);

        // Then
        assertThat(byUdp.flow().source()).isEqualTo("127.0.0.1:" + datagrams.getLocalPort() + "/udp");
        assertThat(byTcp.flow().source()).isEqualTo("127.0.0.1:" + stream.getLocalPort() + "/tcp");
        assertThat(read(stream, message("back").length())).isEqualTo(message("back"));
    }

    @Test
    void shouldAnswerStunOnUdp() throws Exception {
        // Given
        SipTransports transports = started();
        DatagramSocket peer = udpPeer();
        byte[] binding = HexFormat.of().parseHex("000100002112a442b7e7a701bc34d686fa87dfae");

        // When
        peer.send(new DatagramPacket(binding, binding.length, transports.local()));
        DatagramPacket answer = new DatagramPacket(new byte[2_000], 2_000);
        peer.receive(answer);

        // Then
        assertThat(answer.getLength()).isEqualTo(32);
        assertThat(answer.getData()).startsWith(1, 1, 0, 12);
        RecordingSink.await(
                "its count",
                () -> transports.counters().datagramKeepAlives() == 1,
                () -> transports.counters().datagramKeepAlives());
    }

    @Test
    void shouldKeepOrderOnUdpBothWays() throws Exception {
        // Given
        SipTransports transports = started();
        DatagramSocket peer = udpPeer();
        List<String> echoed = new ArrayList<>();
        List<String> expected = new ArrayList<>();

        // When
        for (int burst = 0; burst < 50; burst++) {
            for (int i = 0; i < 40; i++) {
                String number = String.valueOf(burst * 40 + i);
                expected.add(number);
                byte[] bytes = message(number).getBytes(ISO_8859_1);
                peer.send(new DatagramPacket(bytes, bytes.length, transports.local()));
            }
            for (int i = 0; i < 40; i++) {
                Arrival arrival = sink.next();
                send(transports, arrival.flow(), arrival.text());
            }
            for (int i = 0; i < 40; i++) {
                DatagramPacket echo = new DatagramPacket(new byte[2_000], 2_000);
                peer.receive(echo);
                echoed.add(subject(new String(echo.getData(), 0, echo.getLength(), ISO_8859_1)));
            }
        }

        // Then
        assertThat(echoed).isEqualTo(expected);
        assertThat(faults).isEmpty();
    }

    @Test
    void shouldTakeLongestDatagram() throws Exception {
        // Given
        SipTransports transports = started();
        DatagramSocket peer = udpPeer();
        String head = "OPTIONS sip:alice@example.org SIP/2.0\r\nContent-Length: 65000\r\n\r\n";
        String longest = head + "x".repeat(65_507 - head.length());

        // When
        peer.send(new DatagramPacket(longest.getBytes(ISO_8859_1), 65_507, transports.local()));

        // Then
        assertThat(sink.next().text()).isEqualTo(longest);
    }

    @Test
    void shouldCountDatagramsThatAreNoMessages() throws Exception {
        // Given
        SipTransports transports = started();
        DatagramSocket peer = udpPeer();
        List<String> datagrams = List.of("\r\n\r\n", "\0\1\0\0!\u0012\u00a4B", message("last"));

        // When
        for (String text : datagrams) {
            byte[] bytes = text.getBytes(ISO_8859_1);
            peer.send(new DatagramPacket(bytes, bytes.length, transports.local()));
        }
        sink.next();

        // Then
        TransportCounters counters = transports.counters();
        assertThat(counters.datagramKeepAlives()).isEqualTo(1);
        assertThat(counters.datagramJunk()).isEqualTo(1);
        assertThat(counters.datagrams())
                .isEqualTo(counters.datagramMessages() + counters.datagramKeepAlives() + counters.datagramJunk());
    }

    @Test
    void shouldReportDatagramThatIsTooLong() throws Exception {
        // Given
        SipTransports transports = started();
        DatagramSocket peer = udpPeer();

        // When
        send(
                transports,
                to(Transport.UDP, transports, (InetSocketAddress) peer.getLocalSocketAddress()),
                "x".repeat(65_508));

        // Then
        assertThat(nextFault()).isEqualTo(SendFault.TOO_LARGE);
    }

    @Test
    void shouldReportDatagramWithoutWay() throws Exception {
        // Given
        SipTransports transports = started();
        InetSocketAddress elsewhere = new InetSocketAddress("192.0.2.1", 5060);

        // When: a socket bound to loopback cannot reach it
        send(transports, to(Transport.UDP, transports, elsewhere), message("lost"));

        // Then
        assertThat(nextFault()).isEqualTo(SendFault.UNREACHABLE);
    }

    @Test
    void shouldGoOnReadingWhenSinkThrows() throws Exception {
        // Given
        SipTransports transports = started();
        DatagramSocket udp = udpPeer();
        Socket tcp = tcpPeer(transports);
        byte[] boom = ("BOOM sip:alice@example.org SIP/2.0\r\nSubject: " + "x".repeat(40)).getBytes(ISO_8859_1);
        byte[] fine = message("fine").getBytes(ISO_8859_1);

        // When
        udp.send(new DatagramPacket(boom, boom.length, transports.local()));
        udp.send(new DatagramPacket(fine, fine.length, transports.local()));
        write(tcp, "BOOM sip:alice@example.org SIP/2.0\r\nl: 0\r\n\r\n" + message("fine"));

        // Then
        assertThat(List.of(sink.next().text(), sink.next().text())).containsOnly(message("fine"));
        assertThat(transports.counters().sinkFailures()).isEqualTo(2);
    }

    @Test
    void shouldAnswerOnConnectionThatMessageCameFrom() throws Exception {
        // Given
        SipTransports transports = started();
        Socket peer = tcpPeer(transports);
        String request = message("hello");

        // When
        write(peer, request.substring(0, 20));
        write(peer, request.substring(20) + message("second"));
        Arrival first = sink.next();
        Arrival second = sink.next();
        send(transports, first.flow(), message("answer"));

        // Then
        assertThat(read(peer, message("answer").length())).isEqualTo(message("answer"));
        assertThat(first.text()).isEqualTo(request);
        assertThat(second).isEqualTo(new Arrival(first.flow(), message("second")));
        assertThat(first.flow().opened()).isFalse();
        assertThat(first.flow().connection()).isNotEqualTo(Flow.NONE);
        assertThat(first.flow().remote()).isEqualTo(peer.getLocalSocketAddress());
        assertThat(first.flow().local()).isEqualTo(transports.local());
    }

    @Test
    void shouldOpenOneConnectionForAllThatIsSentToAnAddress() throws Exception {
        // Given
        SipTransports transports = started();
        ServerSocket listener = closing(new ServerSocket(0, 5, LOOPBACK));
        Flow flow = to(Transport.TCP, transports, addressOf(listener));

        // When
        for (int i = 0; i < 500; i++) {
            send(transports, flow, message(String.valueOf(i)));
        }
        Socket accepted = closing(listener.accept());

        // Then
        for (int i = 0; i < 500; i++) {
            String expected = message(String.valueOf(i));
            assertThat(read(accepted, expected.length())).isEqualTo(expected);
        }
        write(accepted, message("answer"));
        Arrival answer = sink.next();
        assertThat(answer.flow().opened()).isTrue();
        assertThat(answer.flow().remote()).isEqualTo(addressOf(listener));
        assertThat(transports.counters().opened()).isEqualTo(1);
        assertThat(faults).isEmpty();
    }

    @Test
    void shouldKeepOrderOnStreamUnderLoad() throws Exception {
        // Given
        SipTransports transports = started();
        Socket peer = tcpPeer(transports);
        write(peer, message("first"));
        Flow flow = sink.next().flow();
        int count = 20_000;

        // When
        Thread sender = new Thread(() -> {
            for (int i = 0; i < count; i++) {
                int number = i;
                RecordingSink.await(
                        "room in the queue",
                        () -> transports.counters().sends()
                                        - transports.counters().sent()
                                < 500,
                        () -> number);
                send(transports, flow, message(String.valueOf(i)));
            }
        });
        sender.start();

        // Then
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < count; i++) {
            expected.append(message(String.valueOf(i)));
        }
        assertThat(read(peer, expected.length())).isEqualTo(expected.toString());
        sender.join();
        assertThat(faults).isEmpty();
    }

    @Test
    void shouldUseConnectionThatPeerOpenedFromThatAddress() throws Exception {
        // Given
        SipTransports transports = started();
        Socket peer = tcpPeer(transports);
        write(peer, message("hello"));
        sink.next();

        // When
        send(
                transports,
                to(Transport.TCP, transports, (InetSocketAddress) peer.getLocalSocketAddress()),
                message("back"));

        // Then
        assertThat(read(peer, message("back").length())).isEqualTo(message("back"));
        assertThat(transports.counters().opened()).isZero();
    }

    @Test
    void shouldReportEachMessageWhenNobodyListens() throws Exception {
        // Given
        SipTransports transports = started();
        ServerSocket listener = new ServerSocket(0, 5, LOOPBACK);
        InetSocketAddress nobody = addressOf(listener);
        listener.close();

        // When
        send(transports, to(Transport.TCP, transports, nobody), message("1"));
        send(transports, to(Transport.TCP, transports, nobody), message("2"));

        // Then
        assertThat(List.of(nextFault(), nextFault())).containsOnly(SendFault.UNREACHABLE);
        assertThat(transports.counters().closed(CloseReason.NOT_CONNECTED)).isPositive();
        assertConnectionsAddUp(transports);
    }

    @Test
    void shouldReportAddressThatWasNotResolved() throws Exception {
        // Given
        SipTransports transports = started();
        InetSocketAddress name = InetSocketAddress.createUnresolved("example.invalid", 5060);

        // When
        send(transports, to(Transport.TCP, transports, name), message("1"));
        send(transports, to(Transport.UDP, transports, name), message("2"));

        // Then
        assertThat(List.of(nextFault(), nextFault())).containsOnly(SendFault.UNREACHABLE);
    }

    @Test
    void shouldReportConnectionThatIsGone() throws Exception {
        // Given
        SipTransports transports = started();
        Socket peer = tcpPeer(transports);
        write(peer, message("hello"));
        Flow flow = sink.next().flow();
        peer.close();
        Flow disconnected = sink.disconnects.poll(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);

        // When
        send(transports, flow, message("late"));

        // Then
        assertThat(disconnected).isEqualTo(flow);
        assertThat(nextFault()).isEqualTo(SendFault.CONNECTION_GONE);
        assertThat(transports.counters().closed(CloseReason.PEER)).isEqualTo(1);
        assertConnectionsAddUp(transports);
    }

    @Test
    void shouldOpenAgainWhenOpenedConnectionHasEnded() throws Exception {
        // Given
        SipTransports transports = started();
        ServerSocket listener = closing(new ServerSocket(0, 5, LOOPBACK));
        Flow flow = to(Transport.TCP, transports, addressOf(listener));
        send(transports, flow, message("1"));
        listener.accept().close();
        sink.disconnects.poll(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);

        // When
        send(transports, flow, message("2"));

        // Then
        assertThat(read(closing(listener.accept()), message("2").length())).isEqualTo(message("2"));
    }

    @Test
    void shouldCloseConnectionThatPromisesTwoGigabytes() throws Exception {
        // Given
        SipTransports transports = started();
        Socket peer = tcpPeer(transports);

        // When
        write(peer, "OPTIONS sip:alice@example.org SIP/2.0\r\nContent-Length: 2147483647\r\n\r\n");

        // Then
        assertClosedByGateway(peer);
        awaitClosed(transports, CloseReason.BODY_TOO_LONG, 1);
        Socket next = tcpPeer(transports);
        write(next, message("others go on"));
        assertThat(sink.next().text()).isEqualTo(message("others go on"));
    }

    @Test
    void shouldAnswerKeepAliveWithCrlf() throws Exception {
        // Given
        SipTransports transports = started();
        Socket peer = tcpPeer(transports);

        // When
        write(peer, "\r\n\r\n");

        // Then
        assertThat(read(peer, 2)).isEqualTo("\r\n");
        assertThat(transports.counters().streamKeepAlives()).isEqualTo(1);
    }

    @Test
    void shouldRefuseConnectionsOverTheLimitOfOneSource() throws Exception {
        // Given
        SipTransports transports = started(limits(2, PATIENT.messageTimeout(), PATIENT.idleTimeout()));
        Socket first = tcpPeer(transports);
        Socket second = tcpPeer(transports);
        write(first, message("first"));
        write(second, message("second"));
        sink.next();
        sink.next();

        // When
        Socket third = tcpPeer(transports);

        // Then
        assertClosedByGateway(third);
        assertThat(transports.counters().closed(CloseReason.TOO_MANY_FROM_SOURCE))
                .isEqualTo(1);
        first.close();
        awaitClosed(transports, CloseReason.PEER, 1);
        Socket fourth = tcpPeer(transports);
        write(fourth, message("room again"));
        assertThat(sink.next().text()).isEqualTo(message("room again"));
        assertConnectionsAddUp(transports);
    }

    @Test
    void shouldCloseConnectionsThatAreSlow() throws Exception {
        // Given
        SipTransports transports = started(limits(100, Duration.ofMillis(200), PATIENT.idleTimeout()));
        Socket silent = tcpPeer(transports);
        Socket half = tcpPeer(transports);
        Socket pinging = tcpPeer(transports);

        // When
        write(half, message("whole") + "OPTIONS sip:");
        write(pinging, "\r\n\r\n");

        // Then
        assertClosedByGateway(silent);
        assertClosedByGateway(half);
        assertThat(read(pinging, 2)).isEqualTo("\r\n");
        assertClosedByGateway(pinging);
        awaitClosed(transports, CloseReason.SLOW, 3);
        assertConnectionsAddUp(transports);
    }

    @Test
    void shouldCloseConnectionThatIsIdle() throws Exception {
        // Given
        SipTransports transports = started(limits(100, PATIENT.messageTimeout(), Duration.ofMillis(200)));
        Socket peer = tcpPeer(transports);

        // When
        write(peer, message("then nothing"));

        // Then
        assertClosedByGateway(peer);
        awaitClosed(transports, CloseReason.IDLE, 1);
    }

    private static long unsettled(SipTransports transports) {
        TransportCounters counters = transports.counters();
        long settled = counters.sent();
        for (SendFault fault : SendFault.values()) {
            settled += counters.unsent(fault);
        }
        return counters.sends() - settled;
    }

    private static StreamLimits shortQueue(Duration writeTimeout) {
        return new StreamLimits(
                65_536,
                65_536,
                100,
                100,
                Duration.ofSeconds(4),
                PATIENT.messageTimeout(),
                writeTimeout,
                PATIENT.idleTimeout(),
                50,
                1 << 20);
    }

    @Test
    void shouldRefuseRatherThanQueueWithoutBoundWhenPeerDoesNotRead() throws Exception {
        // Given
        SipTransports transports = started(shortQueue(PATIENT.writeTimeout()));
        Socket peer = tcpPeer(transports);
        write(peer, message("hello"));
        Flow flow = sink.next().flow();
        String large = "x".repeat(60_000);

        // When
        for (int i = 0; i < 1_000; i++) {
            send(transports, flow, large);
        }

        // Then
        assertThat(nextFault()).isEqualTo(SendFault.OVERLOADED);
        peer.close();
        RecordingSink.await("all sends accounted for", () -> unsettled(transports) == 0, () -> unsettled(transports));
    }

    @Test
    void shouldCloseConnectionWhosePeerDoesNotRead() throws Exception {
        // Given
        SipTransports transports = started(shortQueue(Duration.ofMillis(300)));
        Socket peer = tcpPeer(transports);
        write(peer, message("hello"));
        Flow flow = sink.next().flow();
        String large = "x".repeat(60_000);

        // When
        RecordingSink.await(
                "closed as unread",
                () -> {
                    if (unsettled(transports) < 5) {
                        send(transports, flow, large);
                    }
                    return transports.counters().closed(CloseReason.UNREAD) == 1;
                },
                () -> unsettled(transports));

        // Then
        assertConnectionsAddUp(transports);
    }

    @Test
    void shouldNameAddressInOneLineWhenPortIsTaken() throws Exception {
        // Given
        SipTransports first = started();
        TransportSettings same = TransportSettings.on(first.local());

        // When, Then
        assertThatThrownBy(() -> SipTransports.bind(same, engine))
                .isInstanceOf(ListenFailed.class)
                .hasMessageStartingWith("cannot listen on ")
                .hasMessageContaining(":" + first.local().getPort() + " (UDP)");
    }

    @Test
    void shouldReportPortThatIsTakenForTcpOnly() throws Exception {
        // Given
        assumeTrue(engine != IoEngine.EPOLL || Epoll.isAvailable(), "no native epoll here");
        ServerSocket listener = closing(new ServerSocket(0, 5, LOOPBACK));
        TransportSettings same = TransportSettings.on(addressOf(listener));

        // When, Then
        assertThatThrownBy(() -> SipTransports.bind(same, engine))
                .isInstanceOf(ListenFailed.class)
                .hasMessageContaining("(TCP)");
        closing(new DatagramSocket(listener.getLocalPort(), LOOPBACK));
    }

    @Test
    void shouldSendWhatWaitsWhenClosing() throws Exception {
        // Given
        SipTransports transports = started();
        Socket peer = tcpPeer(transports);
        write(peer, message("hello"));
        Flow flow = sink.next().flow();

        // When
        send(transports, flow, message("bye"));
        transports.close();
        send(transports, flow, message("too late"));

        // Then
        assertThat(new String(peer.getInputStream().readAllBytes(), ISO_8859_1)).isEqualTo(message("bye"));
        assertThat(nextFault()).isEqualTo(SendFault.CLOSED);
        awaitClosed(transports, CloseReason.SHUTDOWN, 1);
    }

    private static StreamLimits limits(int perSource, Duration messageTimeout, Duration idleTimeout) {
        return new StreamLimits(
                65_536,
                65_536,
                100,
                perSource,
                Duration.ofSeconds(4),
                messageTimeout,
                Duration.ofSeconds(10),
                idleTimeout,
                1_000,
                1 << 20);
    }
}
