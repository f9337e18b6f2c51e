package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.wire.Transport;
import io.tollgate.phone.Hop;
import io.tollgate.phone.RawSocket;
import io.tollgate.phone.Sighting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Flows that end, and requests that are too long for theirs. */
class FlowIT {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static String request(String method, String more) {
        return """
                %s sip:4930123456@operator.example SIP/2.0
                Via: SIP/2.0/UDP [local];branch=[branch];rport
                Max-Forwards: 70
                From: <sip:alice@operator.example>;tag=a
                To: <sip:4930123456@operator.example>
                Call-ID: flow
                CSeq: 1 %s
                Contact: <sip:alice@[local]>
                %sContent-Length: 0

                """.formatted(method, method, more);
    }

    @Test
    void shouldFailAtOnceWhatWaitsForAConnectionThatDied() throws Exception {
        // Given
        try (ServerSocket upstream = new ServerSocket(0, 10, LOOPBACK);
                ProxyRig rig = new ProxyRig(address(upstream), Transport.TCP);
                RawSocket alice = RawSocket.udp()) {
            alice.send(rig.address(), request("MESSAGE", ""));
            RawSocket accepted = RawSocket.over(upstream.accept());
            accepted.awaitRequest("MESSAGE");

            // When
            accepted.close();

            // Then: Timer F would have been 32 s
            alice.await("a failure", Duration.ofSeconds(5), seen -> seen.status() == 500);
        }
    }

    @Test
    void shouldTakeTheAnswerOnAnotherConnectionWhenTheFirstDiesWhileItRings() throws Exception {
        // Given
        try (ServerSocket upstream = new ServerSocket(0, 10, LOOPBACK);
                ProxyRig rig = new ProxyRig(address(upstream), Transport.TCP);
                RawSocket alice = RawSocket.udp()) {
            alice.send(rig.address(), request("INVITE", ""));
            RawSocket accepted = RawSocket.over(upstream.accept());
            Sighting invite = accepted.awaitRequest("INVITE");
            accepted.send(RawSocket.response(invite, "180 Ringing", "u"));
            alice.awaitStatus(180);

            // When
            accepted.close();
            try (RawSocket again = RawSocket.tcp(rig.address())) {
                again.send(RawSocket.response(invite, "200 OK", "u", "Contact: <sip:gw@[local]>"));

                // Then
                alice.awaitStatus(200);
            }
        }
    }

    private static InetSocketAddress address(ServerSocket listener) {
        return new InetSocketAddress(LOOPBACK, listener.getLocalPort());
    }

    @Test
    void shouldSendALongRequestByTcpWhereTheUpstreamTakesIt() throws Exception {
        // Given
        try (RawSocket datagrams = RawSocket.udp();
                ServerSocket streams = streams(datagrams);
                ProxyRig rig = new ProxyRig(datagrams.address());
                RawSocket alice = RawSocket.udp()) {
            // When
            alice.send(rig.address(), request("MESSAGE", "Subject: " + "x".repeat(1_200) + "\n"));
            try (RawSocket accepted = RawSocket.over(streams.accept())) {
                Sighting message = accepted.awaitRequest("MESSAGE");
                accepted.send(RawSocket.response(message, "200 OK", "u"));

                // Then
                alice.awaitStatus(200);
                assertThat(message.headers("Via").get(0)).startsWith("SIP/2.0/TCP ");
            }
        }
    }

    private static ServerSocket streams(RawSocket datagrams) throws IOException {
        return new ServerSocket(datagrams.address().getPort(), 10, LOOPBACK);
    }

    @Test
    void shouldSendALongRequestByUdpWhereTcpIsRefused() throws Exception {
        // Given
        try (RawSocket upstream = RawSocket.udp();
                ProxyRig rig = new ProxyRig(upstream.address());
                RawSocket alice = RawSocket.udp()) {
            // When
            alice.send(rig.address(), request("INVITE", "Subject: " + "x".repeat(1_200) + "\n"));

            // Then
            Sighting invite = upstream.awaitRequest("INVITE");
            assertThat(invite.headers("Via").get(0)).startsWith("SIP/2.0/UDP ");
            upstream.send(rig.address(), RawSocket.response(invite, "486 Busy Here", "u"));
            alice.awaitStatus(486);
            assertThat(upstream.awaitRequest("ACK").headers("Via").get(0))
                    .isEqualTo(invite.headers("Via").get(0));
        }
    }

    @Test
    void shouldSendAShortRequestByUdp() throws Exception {
        // Given
        try (RawSocket datagrams = RawSocket.udp();
                ServerSocket streams = streams(datagrams);
                ProxyRig rig = new ProxyRig(datagrams.address());
                RawSocket alice = RawSocket.udp()) {
            // When
            alice.send(rig.address(), request("MESSAGE", ""));

            // Then
            assertThat(streams.isBound()).isTrue();
            assertThat(datagrams.awaitRequest("MESSAGE").peer()).isEqualTo(new Hop(Hop.Transport.UDP, rig.address()));
        }
    }
}
