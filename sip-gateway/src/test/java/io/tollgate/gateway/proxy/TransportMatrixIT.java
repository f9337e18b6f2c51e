package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.gateway.config.TlsSettings;
import io.tollgate.gateway.config.TransportSettings;
import io.tollgate.gateway.config.WebSocketSettings;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.upstream.UpstreamPolicy;
import io.tollgate.gateway.wire.Transport;
import io.tollgate.phone.RawSocket;
import io.tollgate.phone.Sighting;
import io.tollgate.phone.WebSocketWire;
import io.tollgate.testsupport.tls.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls from every transport to every transport of the upstream, with requests in the dialog from both sides. */
class TransportMatrixIT {
    private static TestCertificate certificate;
    private static TlsSettings tls;

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws Exception {
        certificate = TestCertificate.make(directory, "all", "ip:127.0.0.1", "dns:localhost");
        Path chain = certificate.certificate(directory.resolve("cert.pem"));
        tls = new TlsSettings(
                chain,
                certificate.key(directory.resolve("key.pem")),
                chain,
                TlsSettings.ClientAuth.NONE,
                TlsSettings.Verify.NAME,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1));
    }

    @AfterEach
    void closeAll() throws Exception {
        Collections.reverse(open);
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T closing(T resource) {
        open.add(resource);
        return resource;
    }

    static Stream<Arguments> pairs() {
        return Stream.of(Transport.values())
                .flatMap(caller -> EnumSet.range(Transport.UDP, Transport.TLS).stream()
                        .map(upstream -> Arguments.of(caller, upstream)));
    }

    /** One party of the call. */
    private record Party(RawSocket socket, @Nullable InetSocketAddress to) {
        void send(String text) {
            if (to == null) {
                socket.send(text);
            } else {
                socket.send(to, text);
            }
        }
    }

    private Party caller(ProxyRig rig, Transport transport) throws IOException {
        InetSocketAddress to = rig.address(transport);
        if (transport == Transport.UDP) {
            return new Party(closing(RawSocket.udp(to.getAddress().getHostAddress())), to);
        }
        Socket socket = transport.secure() ? secure(to) : new Socket(to.getAddress(), to.getPort());
        RawSocket raw = transport.webSocket() ? RawSocket.over(WebSocketWire.sip(socket)) : RawSocket.over(socket);
        return new Party(closing(raw), null);
    }

    private static Socket secure(InetSocketAddress to) throws IOException {
        try {
            return TestCertificate.nameless(certificate).getSocketFactory().createSocket(to.getAddress(), to.getPort());
        } catch (java.security.GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private ServerSocket listener(Transport transport, InetAddress address) throws Exception {
        return closing(
                transport == Transport.TLS
                        ? certificate
                                .trusting(certificate)
                                .getServerSocketFactory()
                                .createServerSocket(0, 10, address)
                        : new ServerSocket(0, 10, address));
    }

    private ProxyRig rig(InetAddress address, InetSocketAddress upstream, Transport transport) throws Exception {
        InetSocketAddress any = new InetSocketAddress(address, 0);
        return closing(new ProxyRig(
                TransportSettings.on(any)
                        .withTls(any, tls)
                        .withWebSocket(new WebSocketSettings(any, any, List.of(), Duration.ofSeconds(30))),
                upstream,
                transport));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldCarryACallBetween(Transport caller, Transport upstream) throws Exception {
        call(InetAddress.getByName("127.0.0.1"), caller, upstream);
    }

    @ParameterizedTest
    @MethodSource("ipv6Pairs")
    void shouldCarryACallOverIpv6Between(Transport caller, Transport upstream) throws Exception {
        InetAddress loopback = InetAddress.getByName("::1");
        assumeTrue(usable(loopback), "no IPv6 here");
        call(loopback, caller, upstream);
    }

    static Stream<Arguments> ipv6Pairs() {
        return Stream.of(
                Arguments.of(Transport.UDP, Transport.TCP),
                Arguments.of(Transport.WS, Transport.UDP),
                Arguments.of(Transport.TCP, Transport.UDP));
    }

    private static boolean usable(InetAddress address) {
        try (ServerSocket probe = new ServerSocket(0, 1, address)) {
            return probe.isBound();
        } catch (IOException none) {
            return false;
        }
    }

    private void call(InetAddress address, Transport callers, Transport upstreams) throws Exception {
        // Given
        RawSocket datagrams = closing(RawSocket.udp(address.getHostAddress()));
        ServerSocket listener = upstreams == Transport.UDP ? null : listener(upstreams, address);
        InetSocketAddress at =
                listener == null ? datagrams.address() : new InetSocketAddress(address, listener.getLocalPort());
        ProxyRig rig = rig(address, at, upstreams);
        Party alice = caller(rig, callers);
        String contact = callers.webSocket() ? "sip:alice@df7jal23ls0d.invalid;transport=ws" : "sip:alice@[local]";
        String sentBy = callers.webSocket() ? "df7jal23ls0d.invalid" : "[local]";

        // When a call is made and answered
        alice.send("""
                INVITE sip:4930123456@operator.example SIP/2.0
                Via: SIP/2.0/%s %s;branch=[branch];rport
                Max-Forwards: 70
                From: <sip:alice@operator.example>;tag=a
                To: <sip:4930123456@operator.example>
                Call-ID: matrix
                CSeq: 1 INVITE
                Contact: <%s>
                Content-Length: 0

                """.formatted(callers.viaName(), sentBy, contact));
        Party upstream = listener == null
                ? new Party(datagrams, rig.address(Transport.UDP))
                : new Party(closing(RawSocket.over(listener.accept())), null);
        Sighting invite = upstream.socket().awaitRequest("INVITE");
        String target = "sip:gw@[local];transport=" + upstreams.uriName();
        upstream.send(RawSocket.response(invite, "200 OK", "u", "Contact: <" + target + ">"));
        Sighting answer = alice.socket().awaitStatus(200);
        List<String> routes = new ArrayList<>(answer.headers("Record-Route"));
        Collections.reverse(routes);
        alice.send(inDialog("ACK", answer.headers("Contact").get(0), routes, callers, sentBy, "a", "u", 1));
        upstream.socket().awaitRequest("ACK");

        // Then each side is told its own way to us, and requests in the dialog find theirs
        assertThat(invite.headers("Via").get(0))
                .startsWith("SIP/2.0/" + upstreams.viaName() + " ")
                .contains(":" + rig.address(upstreams).getPort() + ";");
        assertThat(invite.headers("Record-Route")).hasSize(callers == upstreams ? 1 : 2);
        assertThat(invite.headers("Record-Route").get(0)).contains(told(rig, upstreams));
        assertThat(routes.get(0)).contains(told(rig, callers));

        upstream.send(inDialog(
                "INFO",
                invite.headers("Contact").get(0),
                invite.headers("Record-Route"),
                upstreams,
                "[local]",
                "u",
                "a",
                1));
        Sighting info = alice.socket().awaitRequest("INFO");
        assertThat(info.headers("Via").get(0)).startsWith("SIP/2.0/" + callers.viaName() + " ");
        alice.send(RawSocket.response(info, "200 OK", ""));
        upstream.socket().awaitStatus(200);

        alice.send(inDialog("BYE", answer.headers("Contact").get(0), routes, callers, sentBy, "a", "u", 2));
        Sighting bye = upstream.socket().awaitRequest("BYE");
        upstream.send(RawSocket.response(bye, "200 OK", ""));
        alice.socket().awaitStatus(200);
        rig.await("matrix", Happening.Ended.class, ended -> true);
    }

    private static String told(ProxyRig rig, Transport transport) {
        return ":" + rig.address(transport).getPort() + (transport == Transport.UDP ? ";lr" : ";transport=");
    }

    private static String inDialog(
            String method,
            String contact,
            List<String> routes,
            Transport transport,
            String sentBy,
            String fromTag,
            String toTag,
            int cseq) {
        StringBuilder text = new StringBuilder(method)
                .append(' ')
                .append(contact.substring(contact.indexOf('<') + 1, contact.indexOf('>')))
                .append(" SIP/2.0\nVia: SIP/2.0/")
                .append(transport.viaName())
                .append(' ')
                .append(sentBy)
                .append(";branch=[branch];rport\nMax-Forwards: 70\n");
        routes.forEach(route -> text.append("Route: ").append(route).append('\n'));
        return text.append(
                        "From: <sip:x@operator.example>;tag=" + fromTag + "\nTo: <sip:y@operator.example>;tag=" + toTag)
                .append("\nCall-ID: matrix\nCSeq: " + cseq + " " + method + "\nContent-Length: 0\n\n")
                .toString();
    }

    /** What is wrong with the first of two upstreams: it speaks no TLS, or nobody is there. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGoToTheNextTlsUpstreamWhenTheFirstCannotBeTrusted(boolean listening) throws Exception {
        // Given
        InetAddress address = InetAddress.getByName("127.0.0.1");
        ServerSocket first = listener(Transport.TCP, address);
        ServerSocket second = listener(Transport.TLS, address);
        Thread hangsUp = new Thread(() -> hangUp(first));
        if (listening) {
            hangsUp.start();
        } else {
            first.close();
        }
        InetSocketAddress any = new InetSocketAddress(address, 0);
        ProxyRig rig = closing(new ProxyRig(
                TransportSettings.on(any).withTls(any, tls),
                List.of(
                        new InetSocketAddress(address, first.getLocalPort()),
                        new InetSocketAddress(address, second.getLocalPort())),
                Transport.TLS,
                new UpstreamPolicy(Duration.ofSeconds(30), 4, 3, Duration.ZERO)));
        Party alice = caller(rig, Transport.UDP);

        // When
        alice.send("""
                MESSAGE sip:bob@operator.example SIP/2.0
                Via: SIP/2.0/UDP [local];branch=[branch];rport
                Max-Forwards: 70
                From: <sip:alice@operator.example>;tag=a
                To: <sip:bob@operator.example>
                Call-ID: failover
                CSeq: 1 MESSAGE
                Content-Length: 0

                """);
        RawSocket upstream = closing(RawSocket.over(second.accept()));
        Sighting message = upstream.awaitRequest("MESSAGE");
        upstream.send(RawSocket.response(message, "200 OK", "u"));

        // Then
        alice.socket().awaitStatus(200);
        assertThat(rig.counters.failovers()).isOne();
    }

    private static void hangUp(ServerSocket listener) {
        try {
            listener.accept().close();
        } catch (IOException closed) {
            // Nobody came.
        }
    }

    @Test
    void shouldNotSendASipsRequestWithoutTls() throws Exception {
        // Given
        RawSocket upstream = closing(RawSocket.udp());
        ProxyRig rig = rig(InetAddress.getByName("127.0.0.1"), upstream.address(), Transport.UDP);
        Party alice = caller(rig, Transport.TLS);

        // When
        alice.send("""
                MESSAGE sips:bob@operator.example SIP/2.0
                Via: SIP/2.0/TLS [local];branch=[branch]
                Max-Forwards: 70
                From: <sips:alice@operator.example>;tag=a
                To: <sips:bob@operator.example>
                Call-ID: sips
                CSeq: 1 MESSAGE
                Content-Length: 0

                """);

        // Then
        assertThat(alice.socket().awaitStatus(480).headers("Warning").get(0)).startsWith("380 ");
        upstream.awaitNothing("the MESSAGE", Duration.ofMillis(50), seen -> seen.isRequest("MESSAGE"));
    }
}
