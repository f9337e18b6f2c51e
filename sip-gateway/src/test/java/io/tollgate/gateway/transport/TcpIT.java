package io.tollgate.gateway.transport;

import static io.tollgate.gateway.transport.RecordingSink.DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.transport.RecordingSink.Arrival;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every promise of the sockets about connections, where nobody misuses them. */
@ParameterizedClass
@EnumSource(IoEngine.class)
class TcpIT extends Sockets {
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
        assertThat(second).isEqualTo(new Arrival(first.flow(), message("second"), false));
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
}
