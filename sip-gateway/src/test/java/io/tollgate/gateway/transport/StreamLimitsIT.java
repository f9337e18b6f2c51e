package io.tollgate.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.config.StreamLimits;
import io.tollgate.gateway.wire.Flow;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a connection may cost. */
@ParameterizedClass
@EnumSource(IoEngine.class)
class StreamLimitsIT extends Sockets {
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
