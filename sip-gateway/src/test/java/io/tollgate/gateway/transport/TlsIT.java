package io.tollgate.gateway.transport;

import static io.tollgate.gateway.transport.RecordingSink.DEADLINE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.config.TlsSettings;
import io.tollgate.gateway.config.TlsSettings.ClientAuth;
import io.tollgate.gateway.config.TlsSettings.Verify;
import io.tollgate.gateway.config.TransportSettings;
import io.tollgate.gateway.transport.RecordingSink.Arrival;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import io.tollgate.testsupport.tls.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIP over TLS against the JDK's own sockets. */
class TlsIT {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static TestCertificate ours;
    private static TestCertificate other;

    private final RecordingSink sink = new RecordingSink();
    private final BlockingQueue<SendFault> faults = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    private Path files;

    private Path certificate;
    private Path key;

    @BeforeAll
    static void makeCertificates(@TempDir Path directory) throws Exception {
        ours = TestCertificate.make(directory, "ours", "dns:localhost", "ip:127.0.0.1");
        other = TestCertificate.make(directory, "other", "dns:elsewhere.example");
    }

    @BeforeEach
    void writeFiles() throws Exception {
        certificate = ours.certificate(files.resolve("cert.pem"));
        key = ours.key(files.resolve("key.pem"));
    }

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

    private SipTransports started(@Nullable Path trust, ClientAuth clients, Duration handshake) throws IOException {
        TlsSettings tls =
                new TlsSettings(certificate, key, trust, clients, Verify.NAME, handshake, Duration.ofMillis(20));
        TransportSettings settings = TransportSettings.on(new InetSocketAddress(LOOPBACK, 0))
                .withTls(new InetSocketAddress(LOOPBACK, 0), tls);
        SipTransports transports = closing(SipTransports.bind(settings));
        transports.start(sink);
        return transports;
    }

    private SipTransports started() throws IOException {
        return started(null, ClientAuth.NONE, Duration.ofSeconds(5));
    }

    private static InetSocketAddress tls(SipTransports transports) {
        return Objects.requireNonNull(transports.local(Transport.TLS));
    }

    private Socket plain(InetSocketAddress to) throws IOException {
        Socket peer = closing(new Socket(to.getAddress(), to.getPort()));
        peer.setSoTimeout((int) DEADLINE.toMillis());
        return peer;
    }

    private SSLSocket secure(SSLContext context, InetSocketAddress to) throws IOException {
        SSLSocket peer = closing((SSLSocket) context.getSocketFactory().createSocket(to.getAddress(), to.getPort()));
        peer.setSoTimeout((int) DEADLINE.toMillis());
        return peer;
    }

    private static String message(String subject) {
        return "OPTIONS sip:alice@example.org SIP/2.0\r\nSubject: " + subject + "\r\nContent-Length: 0\r\n\r\n";
    }

    private static void write(Socket peer, String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static String read(Socket peer, String expected) throws IOException {
        return new String(peer.getInputStream().readNBytes(expected.length()), ISO_8859_1);
    }

    private void send(SipTransports transports, Flow flow, String text) {
        transports.send(flow, text.getBytes(ISO_8859_1), (failed, fault) -> faults.add(fault));
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
    void shouldEndAConnectionWhoseClientRenegotiates() throws Exception {
        // Given
        SipTransports transports = started();
        SSLSocket peer = secure(TestCertificate.nameless(ours), tls(transports));
        peer.setEnabledProtocols(new String[] {"TLSv1.2"});
        write(peer, message("before"));
        sink.next();

        // When
        peer.startHandshake();

        // Then
        assertThatThrownBy(() -> {
                    write(peer, message("after"));
                    peer.getInputStream().read();
                })
                .isInstanceOf(IOException.class);
        RecordingSink.await(
                "the connection to end",
                () -> Stream.of(CloseReason.values())
                                .mapToLong(transports.counters()::closed)
                                .sum()
                        == 1,
                () -> "still open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldCarryMessagesBothWays(String version) throws Exception {
        // Given
        SipTransports transports = started();
        SSLSocket peer = secure(TestCertificate.nameless(ours), tls(transports));
        peer.setEnabledProtocols(new String[] {version});

        // When
        write(peer, message("in") + message("next"));
        Arrival arrival = sink.next();
        Arrival next = sink.next();
        send(transports, arrival.flow(), message("out"));

        // Then
        assertThat(arrival.text()).isEqualTo(message("in"));
        assertThat(next.text()).isEqualTo(message("next"));
        assertThat(arrival.flow().source()).isEqualTo("127.0.0.1:" + peer.getLocalPort() + "/tls");
        assertThat(read(peer, message("out"))).isEqualTo(message("out"));
        assertThat(peer.getSession().getProtocol()).isEqualTo(version);
    }

    @Test
    void shouldSendToPeerThatProvesItsName() throws Exception {
        // Given
        SipTransports transports = started(certificate, ClientAuth.NONE, Duration.ofSeconds(5));
        SSLServerSocket listener = listener(ours);

        // When
        Flow flow =
                Flow.to(Transport.TLS, tls(transports), new InetSocketAddress("localhost", listener.getLocalPort()));
        send(transports, flow, message("out"));
        SSLSocket accepted = closing((SSLSocket) listener.accept());
        accepted.setSoTimeout((int) DEADLINE.toMillis());

        // Then
        assertThat(read(accepted, message("out"))).isEqualTo(message("out"));
        write(accepted, message("back"));
        assertThat(sink.next().flow().opened()).isTrue();
    }

    @Test
    void shouldSendNothingToPeerThatProvesAnotherName() throws Exception {
        // Given a trusted certificate of another host
        SipTransports transports =
                started(other.certificate(files.resolve("trust.pem")), ClientAuth.NONE, Duration.ofSeconds(5));
        SSLServerSocket listener = listener(other);

        // When
        Flow flow =
                Flow.to(Transport.TLS, tls(transports), new InetSocketAddress("localhost", listener.getLocalPort()));
        send(transports, flow, message("out"));
        SSLSocket accepted = closing((SSLSocket) listener.accept());
        accepted.setSoTimeout((int) DEADLINE.toMillis());

        // Then
        assertThatThrownBy(() -> read(accepted, message("out"))).isInstanceOf(IOException.class);
        assertThat(faults.poll(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(SendFault.CONNECTION_LOST);
        awaitClosed(transports, CloseReason.NO_TLS);
    }

    private SSLServerSocket listener(TestCertificate own) throws Exception {
        return closing(
                (SSLServerSocket) own.trusting(ours).getServerSocketFactory().createServerSocket(0, 10, LOOPBACK));
    }

    @Test
    void shouldRefuseClientWithoutCertificateWhereItIsRequired() throws Exception {
        // Given
        SipTransports transports =
                started(other.certificate(files.resolve("trust.pem")), ClientAuth.REQUIRE, Duration.ofSeconds(5));

        // When
        SSLSocket stranger = secure(TestCertificate.nameless(ours), tls(transports));
        assertThatThrownBy(() -> {
                    write(stranger, message("stranger"));
                    read(stranger, "x");
                })
                .isInstanceOf(IOException.class);
        SSLSocket known = secure(other.trusting(ours), tls(transports));
        write(known, message("known"));

        // Then
        assertThat(sink.next().text()).isEqualTo(message("known"));
        awaitClosed(transports, CloseReason.NO_TLS);
    }

    @Test
    void shouldShowNewCertificateWithoutEndingConnections() throws Exception {
        // Given
        SipTransports transports = started();
        SSLSocket before = secure(TestCertificate.nameless(ours), tls(transports));
        write(before, message("before"));
        Flow flow = sink.next().flow();

        // When
        other.certificate(certificate);
        other.key(key);
        RecordingSink.await(
                "the new certificate",
                () -> transports.counters().certificatesLoaded() == 1,
                () -> transports.counters().certificatesRefused());

        // Then
        SSLSocket after = secure(TestCertificate.nameless(other), tls(transports));
        write(after, message("after"));
        assertThat(sink.next().text()).isEqualTo(message("after"));
        send(transports, flow, message("still"));
        assertThat(read(before, message("still"))).isEqualTo(message("still"));
    }

    @Test
    void shouldKeepOldCertificateWhenNewOneIsNotItsKeys() throws Exception {
        // Given
        SipTransports transports = started();

        // When
        other.certificate(certificate);
        RecordingSink.await(
                "the refusal",
                () -> transports.counters().certificatesRefused() == 1,
                () -> transports.counters().certificatesLoaded());

        // Then
        SSLSocket peer = secure(TestCertificate.nameless(ours), tls(transports));
        write(peer, message("as before"));
        assertThat(sink.next().text()).isEqualTo(message("as before"));
        Files.writeString(key, "nothing");
        RecordingSink.await(
                "the next refusal",
                () -> transports.counters().certificatesRefused() == 2,
                () -> transports.counters().certificatesLoaded());
    }

    @Test
    void shouldEndPlainTextOnTlsPort() throws Exception {
        // Given
        SipTransports transports = started();

        // When
        Socket peer = plain(tls(transports));
        write(peer, message("plain"));

        // Then
        awaitClosed(transports, CloseReason.NO_TLS);
        assertThat(sink.arrivals).isEmpty();
    }

    @Test
    void shouldEndTlsOnPlainPort() throws Exception {
        // Given
        SipTransports transports = started();

        // When
        SSLSocket peer = secure(TestCertificate.nameless(ours), transports.local());

        // Then
        assertThatThrownBy(peer::startHandshake).isInstanceOfAny(SSLException.class, IOException.class);
        awaitClosed(transports, CloseReason.NOT_SIP);
    }

    @Test
    void shouldEndHandshakeThatDoesNotGoOn() throws Exception {
        // Given
        SipTransports transports = started(null, ClientAuth.NONE, Duration.ofMillis(200));

        // When the first bytes of a ClientHello come and no more
        Socket peer = plain(tls(transports));
        peer.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1});

        // Then
        awaitClosed(transports, CloseReason.NO_TLS);
        RecordingSink.await("no connection", () -> transports.openConnections() == 0, transports::openConnections);
    }
}
