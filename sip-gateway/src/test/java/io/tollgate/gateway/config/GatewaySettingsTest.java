package io.tollgate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.gateway.admission.AttemptRates;
import io.tollgate.gateway.admission.Defence;
import io.tollgate.gateway.admission.RefusalCodes;
import io.tollgate.gateway.identity.IdentityPolicy;
import io.tollgate.gateway.identity.Network;
import io.tollgate.gateway.identity.UnknownAccounts;
import io.tollgate.gateway.number.NumberPlan;
import io.tollgate.gateway.upstream.UpstreamPolicy;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.SettingSources;
import io.tollgate.schemas.setting.Settings;
import io.tollgate.schemas.setting.SettingsRefused;
import io.tollgate.schemas.setting.SipTarget;
import io.tollgate.testsupport.tls.TestCertificate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewaySettingsTest {
    @TempDir
    Path directory;

    private Path secretFile;

    @BeforeEach
    void writeSecret() throws IOException {
        secretFile = Files.writeString(directory.resolve("secret"), "000102030405060708090a0b0c0d0e0f\n");
    }

    /** Options as pairs, beside the two that have no default. */
    private GatewaySettings read(String... pairs) {
        Map<String, String> options = new HashMap<>();
        options.put("upstream", "sip:192.0.2.1");
        options.put("secret-file", secretFile.toString());
        for (int i = 0; i < pairs.length; i += 2) {
            options.put(pairs[i], pairs[i + 1]);
        }
        return GatewaySettings.of(
                Settings.read(GatewaySettings.ALL, SettingSources.of(options, Map.of())), Map.of("client.id", "x"));
    }

    private List<String> faults(String... pairs) {
        return catchThrowableOfType(SettingsRefused.class, () -> read(pairs)).faults();
    }

    @Test
    void shouldHaveTheseDefaults() {
        // When
        GatewaySettings settings = read();

        // Then
        assertThat(settings.id()).isNull();
        assertThat(settings.advertise()).isNull();
        assertThat(settings.transport()).isEqualTo(TransportSettings.on(new InetSocketAddress("127.0.0.1", 5060)));
        assertThat(settings.upstream())
                .isEqualTo(new UpstreamSettings(
                        List.of(SipTarget.parse("sip:192.0.2.1:5060")), List.of(), UpstreamPolicy.DEFAULTS, List.of()));
        assertThat(settings.kafka())
                .isEqualTo(new KafkaSettings(
                        List.of(new HostPort("127.0.0.1", 9092)),
                        List.of(URI.create("http://127.0.0.1:8081")),
                        Map.of("client.id", "x"),
                        1_000_000,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5)));
        assertThat(settings.data()).isEqualTo(Path.of("./data"));
        assertThat(settings.secrets())
                .containsExactly(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
        assertThat(settings.http()).isEqualTo(new HostPort("127.0.0.1", 8090));
        assertThat(settings.numbers()).isEqualTo(NumberPlan.DEFAULTS);
        assertThat(settings.emergencyNumbers().matches("sip:112@example.org")).isTrue();
        assertThat(settings.policy())
                .isEqualTo(new PolicySettings(
                        IdentityPolicy.DEFAULTS,
                        UnknownAccounts.ADMIT,
                        RefusalCodes.DEFAULTS,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(200),
                        Duration.ofMinutes(30),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(120),
                        Duration.ofSeconds(10),
                        List.of(),
                        100_000,
                        AttemptRates.Bound.DEFAULTS,
                        Defence.DEFAULTS,
                        false));
        assertThat(settings.shards()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(settings.maxCalls()).isEqualTo(100_000);
    }

    @Test
    void shouldHaveTheseNames() {
        assertThat(GatewayOptions.OWN)
                .extracting(Setting::key)
                .containsExactly(
                        "sip",
                        "sips",
                        "advertise",
                        "advertise-ipv6",
                        "advertise-sips",
                        "gateway-address",
                        "upstream",
                        "upstream-networks",
                        "dns-servers",
                        "upstream-check-seconds",
                        "upstream-failures",
                        "upstream-patience-millis",
                        "upstream-tries",
                        "trusted-networks",
                        "gateway-id",
                        "secret-file",
                        "gateway-http",
                        "international-prefixes",
                        "national-prefix",
                        "country-code",
                        "identity-order",
                        "forwarder-pays",
                        "digest-realm",
                        "nonce-seconds",
                        "unknown-accounts",
                        "observe",
                        "ringing-seconds",
                        "early-seconds",
                        "decision-millis",
                        "unconfirmed-seconds",
                        "ping-seconds",
                        "drain-seconds",
                        "refusal-blacklisted",
                        "refusal-channel-limit",
                        "refusal-no-balance",
                        "refusal-account-disabled",
                        "refusal-unrated-destination",
                        "refusal-not-admitted",
                        "refusal-overload",
                        "retry-after-seconds",
                        "shards",
                        "max-calls",
                        "max-registrations",
                        "events-per-source-per-second",
                        "events-per-source-burst",
                        "events-unproven-per-second",
                        "event-queue",
                        "heartbeat-millis",
                        "lease-millis",
                        "kafka-patience-seconds",
                        "source-requests-per-second",
                        "source-requests-burst",
                        "source-failures-per-minute",
                        "source-failures-burst",
                        "source-block-seconds",
                        "source-blacklist-seconds",
                        "scanner-agents",
                        "source-exempt-networks",
                        "overload-delay-millis",
                        "tls-cert",
                        "tls-key",
                        "tls-trust",
                        "tls-client-auth",
                        "tls-verify",
                        "tls-handshake-millis",
                        "tls-reload-seconds",
                        "ws",
                        "wss",
                        "ws-origins",
                        "ws-ping-seconds",
                        "udp-receive-bytes",
                        "udp-queued-messages",
                        "udp-max-bytes",
                        "tcp-header-bytes",
                        "tcp-body-bytes",
                        "tcp-connections",
                        "tcp-connections-per-source",
                        "tcp-connect-millis",
                        "tcp-message-seconds",
                        "tcp-write-seconds",
                        "tcp-idle-seconds",
                        "tcp-queued-messages",
                        "tcp-queued-bytes",
                        "hep",
                        "hep-capture-id",
                        "hep-password");
    }

    @Test
    void shouldTakeEachGivenValue() {
        // When
        GatewaySettings settings = read(
                "sip", "127.0.0.1:0",
                "advertise", "192.0.2.7:5070",
                "gateway-address", "10.0.0.7:5060",
                "upstream", "sip:192.0.2.1:5080;transport=tcp, sip:192.0.2.2:5080",
                "upstream-networks", "198.51.100.0/24, 2001:db8::/32",
                "dns-servers", "192.0.2.53, 192.0.2.54:5353, 2001:db8::53, [2001:db8::54]:5353",
                "upstream-check-seconds", "0",
                "upstream-failures", "1",
                "upstream-patience-millis", "500",
                "upstream-tries", "2",
                "trusted-networks", "203.0.113.1",
                "gateway-id", "north-1",
                "gateway-http", "off",
                "international-prefixes", "00,011",
                "national-prefix", "0",
                "country-code", "49",
                "unknown-accounts", "refuse",
                "observe", "true",
                "refusal-overload", "480",
                "shards", "3",
                "max-calls", "5",
                "max-registrations", "7",
                "tcp-idle-seconds", "60");

        // Then
        assertThat(settings.id(new InetSocketAddress("127.0.0.1", 5060))).isEqualTo("north-1");
        assertThat(settings.advertise()).isEqualTo(new HostPort("192.0.2.7", 5070));
        assertThat(settings.gatewayAddress()).isEqualTo(new HostPort("10.0.0.7", 5060));
        assertThat(settings.upstream().targets())
                .containsExactly(
                        SipTarget.parse("sip:192.0.2.1:5080;transport=tcp"), SipTarget.parse("sip:192.0.2.2:5080"));
        assertThat(settings.upstream().written()).isEqualTo("sip:192.0.2.1:5080;transport=tcp,sip:192.0.2.2:5080");
        assertThat(settings.upstream().dnsServers())
                .containsExactly(
                        new HostPort("192.0.2.53", 53),
                        new HostPort("192.0.2.54", 5353),
                        new HostPort("2001:db8::53", 53),
                        new HostPort("2001:db8::54", 5353));
        assertThat(settings.upstream().policy())
                .isEqualTo(new UpstreamPolicy(Duration.ofMillis(500), 2, 1, Duration.ZERO));
        assertThat(settings.upstream().networks())
                .containsExactly(Network.parse("198.51.100.0/24"), Network.parse("2001:db8::/32"));
        assertThat(settings.policy().trustedNetworks()).containsExactly(Network.parse("203.0.113.1"));
        assertThat(settings.http()).isNull();
        assertThat(settings.numbers()).isEqualTo(new NumberPlan(List.of("00", "011"), "0", "49"));
        assertThat(settings.policy().unknownAccounts()).isEqualTo(UnknownAccounts.REFUSE);
        assertThat(settings.policy().observe()).isTrue();
        assertThat(settings.policy().refusals().overload()).isEqualTo(480);
        assertThat(settings.shards()).isEqualTo(3);
        assertThat(settings.maxCalls()).isEqualTo(5);
        assertThat(settings.policy().maxRegistrations()).isEqualTo(7);
        assertThat(settings.transport().streams().idleTimeout()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void shouldBeWithoutHttpWithinUpUnlessNamed() {
        // Given
        Map<String, String> options = new LinkedHashMap<>();
        options.put("upstream", "sip:192.0.2.1");
        options.put("secret-file", secretFile.toString());

        // When
        GatewaySettings silent = GatewaySettings.of(
                Settings.read(GatewaySettings.ALL_WITHIN_UP, SettingSources.of(options, Map.of())), Map.of());
        options.put("gateway-http", "127.0.0.1:0");
        GatewaySettings named = GatewaySettings.of(
                Settings.read(GatewaySettings.ALL_WITHIN_UP, SettingSources.of(options, Map.of())), Map.of());

        // Then
        assertThat(silent.http()).isNull();
        assertThat(named.http()).isEqualTo(new HostPort("127.0.0.1", 0));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 5060, 127.0.0.1-5060",
        "::1, 5060, 0-0-0-0-0-0-0-1-5060",
    })
    void shouldNameGatewayByHostAndPort(String host, int port, String expected) {
        assertThat(read().id(new InetSocketAddress(host, port))).isEqualTo(expected);
    }

    @Test
    void shouldNameGatewayByWhatItAdvertises() {
        // Given
        GatewaySettings settings = read("sip", "0.0.0.0:5060", "advertise", "sbc.example.org:5070");

        // When
        String id = settings.id(new InetSocketAddress("0.0.0.0", 5060));

        // Then
        assertThat(id).isEqualTo("sbc.example.org-5060");
    }

    @Test
    void shouldTellAllFaultsAtOnce() {
        // When
        List<String> faults = faults(
                "sip", "0.0.0.0:5060",
                "upstream", "sips:192.0.2.1",
                "secret-file", directory.toString(),
                "lease-millis", "2000",
                "refusal-overload", "200",
                "gateway-id", "a/b");

        // Then
        assertThat(faults).hasSize(6);
        assertThat(faults).anyMatch(fault -> fault.startsWith("--advertise: "));
        assertThat(faults).anyMatch(fault -> fault.startsWith("--sips: ''"));
        assertThat(faults).anyMatch(fault -> fault.startsWith("--secret-file: "));
        assertThat(faults).anyMatch(fault -> fault.startsWith("--lease-millis: '2000'"));
        assertThat(faults).anyMatch(fault -> fault.startsWith("--refusal-overload: '200'"));
        assertThat(faults).anyMatch(fault -> fault.startsWith("--gateway-id: 'a/b'"));
    }

    @Test
    void shouldSayOnceWhatIsExpectedOfASecretFile() throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("short"), "short\n");

        // When
        List<String> faults = faults("secret-file", file.toString());

        // Then
        assertThat(faults)
                .containsExactly(
                        "--secret-file: '" + file + "' is refused, expected a readable file of one or two keys,"
                                + " one a line, each of 16 bytes or more, but it has a key of 5 bytes");
    }

    @Test
    void shouldTakeACertificateWithItsOwnKeyOnly() throws Exception {
        // Given
        TestCertificate ours = TestCertificate.make(directory, "ours");
        String certificate = ours.certificate(directory.resolve("cert.pem")).toString();
        String key = ours.key(directory.resolve("key.pem")).toString();
        String foreign = TestCertificate.make(directory, "other")
                .key(directory.resolve("foreign.pem"))
                .toString();

        // When
        TransportSettings transport = read("sips", "127.0.0.1:0", "tls-cert", certificate, "tls-key", key)
                .transport();
        List<String> faults =
                faults("sips", "0.0.0.0:0", "tls-cert", certificate, "tls-key", foreign, "tls-client-auth", "require");

        // Then
        assertThat(transport.sips()).isEqualTo(new InetSocketAddress("127.0.0.1", 0));
        assertThat(transport.tls()).isEqualTo(TlsSettings.of(Path.of(certificate), Path.of(key)));
        assertThat(faults).hasSize(3);
        assertThat(faults).anyMatch(fault -> fault.startsWith("--tls-cert: ") && fault.contains("not that of"));
        assertThat(faults).anyMatch(fault -> fault.startsWith("--tls-trust: "));
        assertThat(faults).anyMatch(fault -> fault.startsWith("--advertise-sips: "));
    }

    @Test
    void shouldWantAnUpstreamThatIsNotItself() {
        assertThat(faults("sip", "127.0.0.1:5060", "upstream", "sip:127.0.0.1:5060"))
                .singleElement()
                .asString()
                .contains("another address than --sip");
    }

    @Test
    void shouldTellUnreadableUpstreamOnce() {
        assertThat(faults("upstream", "http://192.0.2.1"))
                .singleElement()
                .asString()
                .startsWith("--upstream: 'http://192.0.2.1'");
    }

    @Test
    void shouldRefuseStartWithoutUpstream() {
        // Given
        Settings settings = Settings.read(
                GatewaySettings.ALL, SettingSources.of(Map.of("secret-file", secretFile.toString()), Map.of()));

        // When, Then
        assertThatThrownBy(() -> GatewaySettings.of(settings, Map.of()))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("--upstream: ''");
    }
}
