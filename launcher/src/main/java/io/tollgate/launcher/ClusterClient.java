package io.tollgate.launcher;

import io.tollgate.schemas.setting.ClusterSettings;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Settings;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code gateway} and {@code streams} have in common: a cluster that somebody else runs. */
record ClusterClient(List<HostPort> kafka, Map<String, String> kafkaProperties, ClusterPreparation preparation) {

    static ClusterClient of(Settings settings, Progress progress) {
        List<HostPort> kafka = settings.value(ClusterSettings.KAFKA);
        settings.require(
                kafka.stream().noneMatch(address -> address.port() == 0),
                ClusterSettings.KAFKA,
                "ports from 1 to 65535: there is a broker to connect to");
        Map<String, String> properties = KnownSettings.kafkaProperties(settings);
        ClusterPreparation preparation = new ClusterPreparation(
                kafka,
                properties,
                settings.value(ClusterSettings.REGISTRY),
                settings.value(ClusterSettings.PARTITIONS),
                settings.value(ClusterSettings.REPLICATION).shortValue(),
                progress);
        return new ClusterClient(kafka, properties, preparation);
    }

    ReadyLine addTo(ReadyLine line) {
        return line.with("kafka", kafka.stream().map(HostPort::toString).collect(Collectors.joining(",")))
                .with(
                        "registry",
                        preparation.registry().stream().map(Object::toString).collect(Collectors.joining(",")));
    }
}
