package io.tollgate.gateway.transport;

import static io.tollgate.gateway.transport.RecordingSink.DEADLINE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.tollgate.gateway.config.StreamLimits;
import io.tollgate.gateway.config.TransportSettings;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.Parameter;

/** Our sockets, on each kernel interface, against plain Java sockets. */
abstract class Sockets {
    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    static final StreamLimits PATIENT = StreamLimits.DEFAULTS;

    @Parameter
    IoEngine engine;

    final RecordingSink sink = new RecordingSink();
    final BlockingQueue<SendFault> faults = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    <T extends AutoCloseable> T closing(T resource) {
        open.add(resource);
        return resource;
    }

    /** Bound, and reading nothing yet. */
    SipTransports bound(StreamLimits limits) throws IOException {
        assumeTrue(engine != IoEngine.EPOLL || Epoll.isAvailable(), "no native epoll here");
        TransportSettings settings =
                TransportSettings.on(new InetSocketAddress(LOOPBACK, 0)).withStreams(limits);
        return closing(SipTransports.bind(settings, engine));
    }

    SipTransports started(StreamLimits limits) throws IOException {
        SipTransports transports = bound(limits);
        transports.start(sink);
        return transports;
    }

    SipTransports started() throws IOException {
        return started(PATIENT);
    }

    void send(SipTransports transports, Flow flow, String text) {
        transports.send(flow, text.getBytes(ISO_8859_1), (failed, fault) -> faults.add(fault));
    }

    SendFault nextFault() throws InterruptedException {
        SendFault fault = faults.poll(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(fault).as("a fault within %s", DEADLINE).isNotNull();
        return fault;
    }

    DatagramSocket udpPeer() throws IOException {
        DatagramSocket peer = closing(new DatagramSocket(0, LOOPBACK));
        peer.setSoTimeout((int) DEADLINE.toMillis());
        return peer;
    }

    Socket tcpPeer(SipTransports transports) throws IOException {
        Socket peer = closing(new Socket());
        peer.connect(transports.local());
        peer.setSoTimeout((int) DEADLINE.toMillis());
        peer.setTcpNoDelay(true);
        return peer;
    }

    static void write(Socket peer, String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    static String read(Socket peer, int length) throws IOException {
        return new String(peer.getInputStream().readNBytes(length), ISO_8859_1);
    }

    static void assertClosedByGateway(Socket peer) throws IOException {
        InputStream in = peer.getInputStream();
        try {
            assertThat(in.read()).isEqualTo(-1);
        } catch (java.net.SocketTimeoutException late) {
            throw late;
        } catch (IOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    static String message(String subject) {
        return "OPTIONS sip:alice@example.org SIP/2.0\r\nSubject: " + subject + "\r\nContent-Length: 0\r\n\r\n";
    }

    static Flow to(Transport transport, SipTransports from, InetSocketAddress remote) {
        return Flow.to(transport, from.local(), remote);
    }

    static InetSocketAddress addressOf(ServerSocket listener) {
        return new InetSocketAddress(LOOPBACK, listener.getLocalPort());
    }

    static void awaitClosed(SipTransports transports, CloseReason reason, long count) {
        RecordingSink.await(
                "connections closed for " + reason,
                () -> transports.counters().closed(reason) == count,
                () -> transports.counters().closed(reason));
    }

    static void assertConnectionsAddUp(SipTransports transports) {
        TransportCounters counters = transports.counters();
        long closed = 0;
        for (CloseReason reason : CloseReason.values()) {
            closed += counters.closed(reason);
        }
        assertThat(counters.accepted() + counters.opened()).isEqualTo(closed + transports.openConnections());
    }
}
