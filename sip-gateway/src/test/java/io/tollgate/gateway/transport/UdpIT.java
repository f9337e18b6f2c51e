package io.tollgate.gateway.transport;

import static io.tollgate.gateway.transport.RecordingSink.DEADLINE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.tollgate.gateway.config.TransportSettings;
import io.tollgate.gateway.transport.RecordingSink.Arrival;
import io.tollgate.gateway.wire.Transport;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every promise of the sockets about datagrams. */
@ParameterizedClass
@EnumSource(IoEngine.class)
class UdpIT extends Sockets {
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

    /** Those that came before it reads are read in one turn. */
    private List<Arrival> readTogether(int count) throws Exception {
        SipTransports transports = bound(PATIENT);
        DatagramSocket peer = udpPeer();
        for (int i = 0; i < count; i++) {
            byte[] bytes = message(String.valueOf(i)).getBytes(ISO_8859_1);
            peer.send(new DatagramPacket(bytes, bytes.length, transports.local()));
        }
        transports.start(sink);
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arrivals.add(sink.next());
        }
        return arrivals;
    }

    /** How many a socket reads before one read has room for more than eight: epoll's has for 4, then for 8, then for 16. */
    private int before() {
        return engine == IoEngine.EPOLL ? 4 + 8 : 0;
    }

    @Test
    void shouldSayOfFewThatTheyAre() throws Exception {
        // When
        List<Arrival> arrivals = readTogether(before() + 8);

        // Then
        assertThat(arrivals).allMatch(Arrival::amongFew);
    }

    @Test
    void shouldHandManyOnInTheirOrder() throws Exception {
        // Given
        int all = before() + 9;

        // When
        List<Arrival> arrivals = readTogether(all);

        // Then
        assertThat(arrivals.subList(before(), all)).noneMatch(Arrival::amongFew);
        assertThat(arrivals)
                .extracting(arrival -> subject(arrival.text()))
                .containsExactlyElementsOf(
                        IntStream.range(0, all).mapToObj(String::valueOf).toList());
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

    private static String subject(String message) {
        int start = message.indexOf("Subject: ") + "Subject: ".length();
        return message.substring(start, message.indexOf("\r\n", start));
    }
}
