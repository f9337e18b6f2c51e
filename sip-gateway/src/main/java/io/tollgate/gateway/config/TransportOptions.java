package io.tollgate.gateway.config;

import io.tollgate.schemas.setting.Kind;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.Settings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** The limits of the gateway's sockets as settings. */
final class TransportOptions {
    static final Setting<Integer> UDP_RECEIVE_BYTES = Setting.of(
            "udp-receive-bytes",
            Kind.integer(4_096, 1 << 30),
            "4194304",
            "Receive buffer asked of the kernel, which may give less (net.core.rmem_max).");

    static final Setting<Integer> UDP_QUEUED_MESSAGES = Setting.of(
            "udp-queued-messages", Kind.integer(1, 1_000_000), "16384", "Most datagrams that wait to be sent.");

    static final Setting<Integer> TCP_HEADER_BYTES = Setting.of(
            "tcp-header-bytes", Kind.integer(1_024, 1 << 20), "65536", "Longest start line and headers on a stream.");

    static final Setting<Integer> TCP_BODY_BYTES =
            Setting.of("tcp-body-bytes", Kind.integer(1_024, 16 << 20), "262144", "Longest body on a stream.");

    static final Setting<Integer> TCP_CONNECTIONS = Setting.of(
            "tcp-connections",
            Kind.integer(1, 1_000_000),
            "20000",
            "Most connections that peers hold open; as many may be opened by the gateway.");

    static final Setting<Integer> TCP_CONNECTIONS_PER_SOURCE = Setting.of(
            "tcp-connections-per-source",
            Kind.integer(1, 1_000_000),
            "1000",
            "Most connections that one address holds open.");

    static final Setting<Integer> TCP_CONNECT_MILLIS = Setting.of(
            "tcp-connect-millis", Kind.integer(1, 60_000), "4000", "Longest wait for a peer to accept a connection.");

    static final Setting<Integer> TCP_MESSAGE_SECONDS = Setting.of(
            "tcp-message-seconds",
            Kind.integer(1, 3_600),
            "10",
            "Longest time to a connection's first whole message, and from any message's first byte to its last.");

    static final Setting<Integer> TCP_WRITE_SECONDS = Setting.of(
            "tcp-write-seconds", Kind.integer(1, 3_600), "10", "Longest time that a peer may leave bytes unread.");

    static final Setting<Integer> TCP_IDLE_SECONDS = Setting.of(
            "tcp-idle-seconds",
            Kind.integer(1, 86_400),
            "3700",
            "A connection on which nothing comes for so long is closed.");

    static final Setting<Integer> TCP_QUEUED_MESSAGES = Setting.of(
            "tcp-queued-messages", Kind.integer(1, 1_000_000), "1024", "Most messages that wait for one connection.");

    static final Setting<Integer> TCP_QUEUED_BYTES = Setting.of(
            "tcp-queued-bytes", Kind.integer(65_536, 1 << 30), "1048576", "Most bytes that wait for one connection.");

    static final List<Setting<?>> OWN = List.of(
            UDP_RECEIVE_BYTES,
            UDP_QUEUED_MESSAGES,
            TCP_HEADER_BYTES,
            TCP_BODY_BYTES,
            TCP_CONNECTIONS,
            TCP_CONNECTIONS_PER_SOURCE,
            TCP_CONNECT_MILLIS,
            TCP_MESSAGE_SECONDS,
            TCP_WRITE_SECONDS,
            TCP_IDLE_SECONDS,
            TCP_QUEUED_MESSAGES,
            TCP_QUEUED_BYTES);

    private TransportOptions() {}

    static TransportSettings of(Settings settings, InetSocketAddress sip) {
        return new TransportSettings(
                sip,
                settings.value(UDP_RECEIVE_BYTES),
                settings.value(UDP_QUEUED_MESSAGES),
                new StreamLimits(
                        settings.value(TCP_HEADER_BYTES),
                        settings.value(TCP_BODY_BYTES),
                        settings.value(TCP_CONNECTIONS),
                        settings.value(TCP_CONNECTIONS_PER_SOURCE),
                        Duration.ofMillis(settings.value(TCP_CONNECT_MILLIS)),
                        Duration.ofSeconds(settings.value(TCP_MESSAGE_SECONDS)),
                        Duration.ofSeconds(settings.value(TCP_WRITE_SECONDS)),
                        Duration.ofSeconds(settings.value(TCP_IDLE_SECONDS)),
                        settings.value(TCP_QUEUED_MESSAGES),
                        settings.value(TCP_QUEUED_BYTES)));
    }
}
