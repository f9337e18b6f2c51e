package io.tollgate.gateway.config;

import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Kind;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The limits of the gateway's sockets as settings. */
final class TransportOptions {
    static final Setting<Integer> UDP_RECEIVE_BYTES = Setting.of(
            "udp-receive-bytes",
            Kind.integer(4_096, 1 << 30),
            "4194304",
            "Receive buffer asked of the kernel, which may give less (net.core.rmem_max).");

    static final Setting<Integer> UDP_QUEUED_MESSAGES = Setting.of(
            "udp-queued-messages", Kind.integer(1, 1_000_000), "16384", "Most datagrams that wait to be sent.");

    static final Setting<Integer> UDP_MAX_BYTES = Setting.of(
            "udp-max-bytes",
            Kind.integer(0, 65_507),
            "1300",
            "Longest request that goes to an upstream on UDP as a datagram; a longer one tries TCP first. 0: any.");

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

    static final Setting<Path> TLS_CERT = Setting.optional(
            "tls-cert", Kind.readableFile(), "Certificate chain for sips and wss, PEM, the gateway's own first.");

    static final Setting<Path> TLS_KEY =
            Setting.optional("tls-key", Kind.readableFile(), "Its private key, PEM (PKCS#8).");

    static final Setting<Path> TLS_TRUST = Setting.optional(
            "tls-trust",
            Kind.readableFile(),
            "Authorities, PEM, that sign the certificates of peers; left out, those that Java trusts.");

    static final Setting<TlsSettings.ClientAuth> TLS_CLIENT_AUTH = Setting.of(
            "tls-client-auth",
            Kind.oneOf(TlsSettings.ClientAuth.class),
            "none",
            "Whether peers that connect to sips have to show a certificate: none, want or require.");

    static final Setting<TlsSettings.Verify> TLS_VERIFY = Setting.of(
            "tls-verify",
            Kind.oneOf(TlsSettings.Verify.class),
            "name",
            "What the gateway checks of a certificate where it connects: its chain and the host's name, or the chain.");

    static final Setting<Integer> TLS_HANDSHAKE_MILLIS = Setting.of(
            "tls-handshake-millis", Kind.integer(100, 60_000), "5000", "Longest wait for the end of a TLS handshake.");

    static final Setting<Integer> TLS_RELOAD_SECONDS = Setting.of(
            "tls-reload-seconds",
            Kind.integer(1, 86_400),
            "10",
            "How often the TLS files are looked at; new connections use what is new.");

    static final Setting<HostPort> WS =
            Setting.optional("ws", Kind.listenAddress(), "Where SIP is spoken over WebSocket (RFC 7118).");

    static final Setting<HostPort> WSS = Setting.optional(
            "wss", Kind.listenAddress(), "Where SIP is spoken over WebSocket with TLS, as browsers do.");

    static final Setting<List<String>> WS_ORIGINS = Setting.of(
            "ws-origins",
            Kind.listOf(Kind.text()),
            "",
            "Origins whose web pages may connect, such as https://phone.example.com; left out, any.");

    static final Setting<Integer> WS_PING_SECONDS = Setting.of(
            "ws-ping-seconds",
            Kind.integer(1, 3_600),
            "30",
            "How often a WebSocket is pinged, which keeps NATs and web proxies open.");

    static final List<Setting<?>> OWN = List.of(
            TLS_CERT,
            TLS_KEY,
            TLS_TRUST,
            TLS_CLIENT_AUTH,
            TLS_VERIFY,
            TLS_HANDSHAKE_MILLIS,
            TLS_RELOAD_SECONDS,
            WS,
            WSS,
            WS_ORIGINS,
            WS_PING_SECONDS,
            UDP_RECEIVE_BYTES,
            UDP_QUEUED_MESSAGES,
            UDP_MAX_BYTES,
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

    /** Notes what does not go together and what the files should hold. */
    static void check(Settings settings, Setting<HostPort> sips) {
        boolean client = settings.value(TLS_CLIENT_AUTH) != TlsSettings.ClientAuth.NONE;
        for (Setting<HostPort> listener : List.of(sips, WS, WSS)) {
            InetSocketAddress address = listener(settings, listener);
            settings.require(address == null || !address.isUnresolved(), listener, "an address of this machine");
        }
        settings.require(
                !client || settings.optional(TLS_TRUST).isPresent(),
                TLS_TRUST,
                "a file, since tls-client-auth is not none: any certificate of the world would do");
        Optional<Path> certificate = settings.optional(TLS_CERT);
        Optional<Path> key = settings.optional(TLS_KEY);
        if (settings.optional(sips).isPresent() || settings.optional(WSS).isPresent()) {
            settings.require(certificate.isPresent(), TLS_CERT, "a file, since sips or wss is set");
            settings.require(key.isPresent(), TLS_KEY, "a file, since sips or wss is set");
        }
        if (certificate.isPresent() && key.isPresent()) {
            readable(settings, TLS_CERT, () -> PemFiles.identity(bytes(certificate.get()), bytes(key.get())));
        }
        settings.optional(TLS_TRUST)
                .ifPresent(trust -> readable(settings, TLS_TRUST, () -> PemFiles.certificates(bytes(trust))));
    }

    private static void readable(Settings settings, Setting<Path> setting, Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException unfit) {
            settings.require(false, setting, "certificates in PEM with their key, but " + unfit.getMessage());
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("it cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static @Nullable TlsSettings tls(Settings settings) {
        Path certificate = settings.optional(TLS_CERT).orElse(null);
        Path key = settings.optional(TLS_KEY).orElse(null);
        return certificate == null || key == null
                ? null
                : new TlsSettings(
                        certificate,
                        key,
                        settings.optional(TLS_TRUST).orElse(null),
                        settings.value(TLS_CLIENT_AUTH),
                        settings.value(TLS_VERIFY),
                        Duration.ofMillis(settings.value(TLS_HANDSHAKE_MILLIS)),
                        Duration.ofSeconds(settings.value(TLS_RELOAD_SECONDS)));
    }

    private static @Nullable InetSocketAddress listener(Settings settings, Setting<HostPort> setting) {
        return settings.optional(setting).map(HostPort::toSocketAddress).orElse(null);
    }

    static TransportSettings of(Settings settings, InetSocketAddress sip, Setting<HostPort> sips) {
        return new TransportSettings(
                sip,
                settings.value(UDP_RECEIVE_BYTES),
                settings.value(UDP_QUEUED_MESSAGES),
                settings.value(UDP_MAX_BYTES),
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
                        settings.value(TCP_QUEUED_BYTES)),
                listener(settings, sips),
                tls(settings),
                new WebSocketSettings(
                        listener(settings, WS),
                        listener(settings, WSS),
                        settings.value(WS_ORIGINS),
                        Duration.ofSeconds(settings.value(WS_PING_SECONDS))));
    }
}
