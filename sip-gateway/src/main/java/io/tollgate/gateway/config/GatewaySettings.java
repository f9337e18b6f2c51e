package io.tollgate.gateway.config;

import io.tollgate.gateway.admission.AttemptRates;
import io.tollgate.gateway.admission.RefusalCodes;
import io.tollgate.gateway.number.EmergencyNumbers;
import io.tollgate.gateway.number.NumberPlan;
import io.tollgate.schemas.setting.ClusterSettings;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.Settings;
import io.tollgate.schemas.setting.SipTarget;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a gateway is told at its start. Immutable.
 *
 * @param id its name in the cluster; null: made of host and port, see {@link #id(InetSocketAddress)}
 * @param transport its sockets
 * @param advertise what Record-Route and Path say; null: the bound address
 * @param advertiseIpv6 what they say to peers with IPv6; null: the same
 * @param advertiseSips what they say to peers on TLS; null: the host of the others and the port of sips
 * @param gatewayAddress where other gateways send SIP; null: the bound address, unless that is a wildcard
 * @param upstream the operator's own side
 * @param kafka where events go and orders come from
 * @param data where all processes of this machine keep their files
 * @param secrets keys for tokens: the first makes them, all are honoured
 * @param http where to listen for /health and /metrics; null: nowhere
 * @param numbers how customers dial
 * @param emergencyNumbers what is never refused or ended
 * @param policy what the gateway decides by itself
 * @param shards threads that calls are spread over, 1 or more
 * @param maxCalls most calls at one time
 * @param hep where copies of the signalling go; null: nowhere
 */
public record GatewaySettings(
        @Nullable String id,
        TransportSettings transport,
        @Nullable HostPort advertise,
        @Nullable HostPort advertiseIpv6,
        @Nullable HostPort advertiseSips,
        @Nullable HostPort gatewayAddress,
        UpstreamSettings upstream,
        KafkaSettings kafka,
        Path data,
        List<byte[]> secrets,
        @Nullable HostPort http,
        NumberPlan numbers,
        EmergencyNumbers emergencyNumbers,
        PolicySettings policy,
        int shards,
        int maxCalls,
        @Nullable HepSettings hep) {

    /** What {@code tollgate gateway} is told, in the order of the README's table. */
    public static final List<Setting<?>> ALL = both(GatewayOptions.OWN);

    /** What a gateway inside {@code tollgate up} is told. */
    public static final List<Setting<?>> ALL_WITHIN_UP = both(GatewayOptions.OWN_WITHIN_UP);

    private static final int LEAST_HEARTBEATS_IN_A_LEASE = 3;

    public GatewaySettings {
        secrets = List.copyOf(secrets);
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("secret-file: no key, expected one or two");
        }
        if (shards < 1) {
            throw new IllegalArgumentException("shards: " + shards + ", expected 1 or more");
        }
    }

    /** The gateway's name, once it is known which port it has. */
    public String id(InetSocketAddress bound) {
        if (id != null) {
            return id;
        }
        String host = advertise != null ? advertise.host() : bound.getAddress().getHostAddress();
        return host.replaceAll("[^A-Za-z0-9._-]", "-") + "-" + bound.getPort();
    }

    /**
     * As configured; throws {@link io.tollgate.schemas.setting.SettingsRefused} with all faults, those found here too.
     * Reads the secret file and resolves the address of {@code sip}; nothing else.
     *
     * @param kafkaProperties what the file named by {@code kafka-properties} has
     */
    public static GatewaySettings of(Settings settings, Map<String, String> kafkaProperties) {
        HostPort sip = settings.value(GatewayOptions.SIP);
        InetSocketAddress address = sip.toSocketAddress();
        InetAddress host = address.getAddress();
        HostPort advertise = settings.optional(GatewayOptions.ADVERTISE).orElse(null);
        List<SipTarget> upstreams = settings.optional(GatewayOptions.UPSTREAM).orElse(List.of());
        List<byte[]> secrets = secrets(settings);
        int heartbeat = settings.value(GatewayOptions.HEARTBEAT_MILLIS);
        int lease = settings.value(GatewayOptions.LEASE_MILLIS);

        settings.require(
                host != null || isToldAlready(settings, GatewayOptions.SIP),
                GatewayOptions.SIP,
                "an address of this machine");
        settings.require(
                host == null || !host.isAnyLocalAddress() || advertise != null,
                GatewayOptions.ADVERTISE,
                "HOST:PORT, since " + sip + " is no address that others could send to");
        settings.require(
                !upstreams.isEmpty() || isToldAlready(settings, GatewayOptions.UPSTREAM),
                GatewayOptions.UPSTREAM,
                "sip:HOST:PORT of each proxy that calls go to, with an optional ;transport=udp, tcp or tls");
        settings.require(
                settings.optional(GatewayOptions.SIPS).isPresent()
                        || upstreams.stream().noneMatch(target -> target.transport() == SipTarget.Transport.TLS),
                GatewayOptions.SIPS,
                "HOST:PORT, since an upstream on TLS sends its own requests over TLS too");
        HostPort sips = settings.optional(GatewayOptions.SIPS).orElse(null);
        InetAddress tls = sips == null ? null : sips.toSocketAddress().getAddress();
        settings.require(
                tls == null
                        || !tls.isAnyLocalAddress()
                        || advertise != null
                        || settings.optional(GatewayOptions.ADVERTISE_SIPS).isPresent(),
                GatewayOptions.ADVERTISE_SIPS,
                "HOST:PORT, since " + sips + " is no address that others could send to");
        TransportOptions.check(settings, GatewayOptions.SIPS);
        settings.require(
                settings.isRefused(GatewayOptions.SIP)
                        || upstreams.stream()
                                .noneMatch(target -> target.address().equals(sip)),
                GatewayOptions.UPSTREAM,
                "another address than --sip: calls would come back for ever");
        settings.require(
                settings.isRefused(GatewayOptions.HEARTBEAT_MILLIS) || lease >= LEAST_HEARTBEATS_IN_A_LEASE * heartbeat,
                GatewayOptions.LEASE_MILLIS,
                "at least three times heartbeat-millis");
        settings.refuseFaults();
        NumberPlan plan = new NumberPlan(
                settings.value(GatewayOptions.INTERNATIONAL_PREFIXES),
                settings.optional(GatewayOptions.NATIONAL_PREFIX).orElse(null),
                settings.optional(GatewayOptions.COUNTRY_CODE).orElse(null));
        int shards = settings.value(GatewayOptions.SHARDS);
        return new GatewaySettings(
                settings.optional(GatewayOptions.GATEWAY_ID).orElse(null),
                TransportOptions.of(settings, address, GatewayOptions.SIPS),
                advertise,
                settings.optional(GatewayOptions.ADVERTISE_IPV6).orElse(null),
                settings.optional(GatewayOptions.ADVERTISE_SIPS).orElse(null),
                settings.optional(GatewayOptions.GATEWAY_ADDRESS).orElse(null),
                new UpstreamSettings(
                        upstreams,
                        settings.value(GatewayOptions.UPSTREAM_NETWORKS),
                        UpstreamOptions.of(settings),
                        settings.value(UpstreamOptions.DNS_SERVERS)),
                new KafkaSettings(
                        settings.value(ClusterSettings.KAFKA),
                        settings.value(ClusterSettings.REGISTRY),
                        kafkaProperties,
                        settings.value(GatewayOptions.EVENT_QUEUE),
                        Duration.ofMillis(heartbeat),
                        Duration.ofMillis(lease),
                        Duration.ofSeconds(settings.value(GatewayOptions.KAFKA_PATIENCE_SECONDS))),
                settings.value(ClusterSettings.DATA),
                secrets,
                http(settings),
                plan,
                new EmergencyNumbers(settings.value(ClusterSettings.EMERGENCY_NUMBERS), plan),
                policy(settings),
                shards == 0 ? Runtime.getRuntime().availableProcessors() : shards,
                settings.value(GatewayOptions.MAX_CALLS),
                HepSettings.of(settings));
    }

    /** A value that could not be read is missing too, and one fault says enough. */
    private static boolean isToldAlready(Settings settings, Setting<?> setting) {
        return settings.faults().stream()
                .anyMatch(fault -> fault.startsWith(setting.option() + ":")
                        || fault.startsWith(setting.environmentName() + ":")
                        || fault.startsWith(setting.key() + " (in the file):"));
    }

    private static List<byte[]> secrets(Settings settings) {
        Path file = settings.optional(GatewayOptions.SECRET_FILE).orElse(null);
        String fault = SecretFile.EXPECTED;
        try {
            if (file != null) {
                return SecretFile.read(file);
            }
        } catch (IllegalArgumentException unfit) {
            fault = SecretFile.EXPECTED + ", but " + unfit.getMessage();
        }
        settings.require(false, GatewayOptions.SECRET_FILE, fault);
        return List.of();
    }

    private static @Nullable HostPort http(Settings settings) {
        return settings.optional(GatewayOptions.HTTP)
                .or(() -> settings.optional(GatewayOptions.HTTP_WITHIN_UP))
                .flatMap(address -> address)
                .orElse(null);
    }

    private static PolicySettings policy(Settings settings) {
        return new PolicySettings(
                IdentityOptions.of(settings),
                settings.value(GatewayOptions.UNKNOWN_ACCOUNTS),
                new RefusalCodes(
                        settings.value(GatewayOptions.REFUSAL_BLACKLISTED),
                        settings.value(GatewayOptions.REFUSAL_CHANNEL_LIMIT),
                        settings.value(GatewayOptions.REFUSAL_NO_BALANCE),
                        settings.value(GatewayOptions.REFUSAL_ACCOUNT_DISABLED),
                        settings.value(GatewayOptions.REFUSAL_UNRATED_DESTINATION),
                        settings.value(GatewayOptions.REFUSAL_NOT_ADMITTED),
                        settings.value(GatewayOptions.REFUSAL_OVERLOAD)),
                Duration.ofSeconds(settings.value(GatewayOptions.RETRY_AFTER_SECONDS)),
                Duration.ofSeconds(settings.value(GatewayOptions.RINGING_SECONDS)),
                Duration.ofSeconds(settings.value(GatewayOptions.EARLY_SECONDS)),
                Duration.ofMillis(settings.value(GatewayOptions.DECISION_MILLIS)),
                Duration.ofSeconds(settings.value(GatewayOptions.UNCONFIRMED_SECONDS)),
                Duration.ofSeconds(settings.value(GatewayOptions.PING_SECONDS)),
                Duration.ofSeconds(settings.value(GatewayOptions.DRAIN_SECONDS)),
                settings.value(GatewayOptions.TRUSTED_NETWORKS),
                settings.value(GatewayOptions.MAX_REGISTRATIONS),
                new AttemptRates.Bound(
                        settings.value(GatewayOptions.EVENTS_PER_SOURCE),
                        settings.value(GatewayOptions.EVENTS_BURST),
                        settings.value(GatewayOptions.EVENTS_TOTAL)),
                DefenceOptions.of(settings),
                settings.value(GatewayOptions.OBSERVE));
    }

    private static List<Setting<?>> both(List<Setting<?>> own) {
        List<Setting<?>> all = new ArrayList<>(own);
        all.addAll(ClusterSettings.ALL);
        return List.copyOf(all);
    }
}
