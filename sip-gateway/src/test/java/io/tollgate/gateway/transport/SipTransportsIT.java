package io.tollgate.gateway.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.tollgate.gateway.config.TransportSettings;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the sockets promise whatever the transport: listening, reporting, closing. */
@ParameterizedClass
@EnumSource(IoEngine.class)
class SipTransportsIT extends Sockets {
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
}
