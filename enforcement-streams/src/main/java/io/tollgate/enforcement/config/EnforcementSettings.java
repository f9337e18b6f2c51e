package io.tollgate.enforcement.config;

import io.tollgate.enforcement.blacklist.Breadth;
import io.tollgate.schemas.setting.ClusterSettings;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.Settings;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that this service is told at its start. Immutable.
 *
 * @param kafka bootstrap addresses
 * @param kafkaProperties any Kafka client setting, on top of ours
 * @param registry the schema registry's URLs
 * @param data where all processes of this machine keep their files
 * @param instance this process's number there
 * @param partitions of every topic
 * @param replication of every topic that is created
 * @param http where to listen; null: nowhere
 * @param apiToken what API calls must bear; null: none, on loopback only
 * @param leaseGrace how long after its gateway's lease a call is kept for another gateway
 * @param emergencyNumbers destinations whose calls are never limited
 */
public record EnforcementSettings(
        List<HostPort> kafka,
        Map<String, String> kafkaProperties,
        List<URI> registry,
        Path data,
        int instance,
        int partitions,
        int replication,
        @Nullable HostPort http,
        @Nullable String apiToken,
        ReadSettings reads,
        StreamTuning tuning,
        Duration leaseGrace,
        Breadth breadth,
        List<String> emergencyNumbers) {

    /** What this service is told, beside what all share; in the order of the README's table. */
    public static final List<Setting<?>> ALL = Stream.concat(
                    ClusterSettings.ALL.stream(), EnforcementOptions.OWN.stream())
            .toList();

    public EnforcementSettings {
        kafka = List.copyOf(kafka);
        kafkaProperties = Map.copyOf(kafkaProperties);
        registry = List.copyOf(registry);
        emergencyNumbers = List.copyOf(emergencyNumbers);
    }

    /**
     * As configured; a fault that is found here is added to the others.
     *
     * @param kafkaProperties what the file named by {@code kafka-properties} has
     * @param apiToken TOLLGATE_API_TOKEN; null: not set
     */
    public static EnforcementSettings of(
            Settings settings, Map<String, String> kafkaProperties, @Nullable String apiToken) {
        var http = settings.value(EnforcementOptions.HTTP).orElse(null);
        settings.require(
                http == null || apiToken != null || isLoopback(http),
                EnforcementOptions.HTTP,
                "a loopback address, or TOLLGATE_API_TOKEN to be set");
        return new EnforcementSettings(
                settings.value(ClusterSettings.KAFKA),
                kafkaProperties,
                settings.value(ClusterSettings.REGISTRY),
                settings.value(ClusterSettings.DATA),
                settings.value(EnforcementOptions.INSTANCE),
                settings.value(ClusterSettings.PARTITIONS),
                settings.value(ClusterSettings.REPLICATION),
                http,
                apiToken,
                ReadSettings.of(settings),
                StreamTuning.of(settings),
                settings.value(EnforcementOptions.LEASE_GRACE),
                new Breadth(
                        settings.value(EnforcementOptions.LEAST_PREFIX_DIGITS),
                        settings.value(EnforcementOptions.WIDEST_IPV4),
                        settings.value(EnforcementOptions.WIDEST_IPV6)),
                settings.value(ClusterSettings.EMERGENCY_NUMBERS));
    }

    /** The directory of this process alone. */
    public Path directory() {
        return data.resolve("streams-" + instance);
    }

    private static boolean isLoopback(HostPort address) {
        InetAddress resolved = address.toSocketAddress().getAddress();
        return resolved != null && resolved.isLoopbackAddress();
    }
}
