package io.tollgate.schemas.setting;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * The settings that every process of a cluster shares: where Kafka and the registry are, how the topics are cut, where
 * files are kept. Declared once so that gateway, streams and launcher cannot come to differ.
 */
public final class ClusterSettings {

    public static final Setting<Path> CONFIG = Setting.optional(
            "config", Kind.readableFile(), "Java properties file with further settings; key = option without dashes.");

    public static final Setting<List<HostPort>> KAFKA = Setting.of(
            "kafka",
            Kind.nonEmptyListOf(Kind.listenAddress()),
            "127.0.0.1:9092",
            "Kafka's bootstrap addresses; `up` starts its broker there.");

    public static final Setting<List<URI>> REGISTRY = Setting.of(
            "registry",
            Kind.nonEmptyListOf(Kind.httpUri()),
            "http://127.0.0.1:8081",
            "Schema registry that speaks Confluent's REST API; `up` starts its own there.");

    public static final Setting<Path> KAFKA_PROPERTIES = Setting.optional(
            "kafka-properties",
            Kind.readableFile(),
            "Java properties file with any Kafka client setting: TLS, SASL, ...");

    public static final Setting<Path> DATA =
            Setting.of("data", Kind.path(), "./data", "Directory for what must survive a restart.");

    public static final Setting<Integer> PARTITIONS = Setting.of(
            "partitions",
            Kind.integer(1, 10_000),
            "12",
            "Partitions of every topic: as many as the largest cluster will have stream tasks.");

    public static final Setting<Integer> REPLICATION = Setting.of(
            "replication",
            replicas(),
            "-1",
            "Replicas of every topic that is created at start; -1 leaves it to the brokers' default.");

    public static final Setting<List<String>> EMERGENCY_NUMBERS = Setting.of(
            "emergency-numbers",
            Kind.listOf(Kind.text()),
            "112,911,urn:service:sos",
            "Destinations whose calls are never refused, limited, charged or terminated; a urn with its sub-services.");

    public static final Setting<LogFormat> LOG_FORMAT = Setting.of(
            "log-format",
            Kind.oneOf(LogFormat.class),
            "text",
            "How the log is written: text, or json, an object a line.");

    /** All of them, in the order of the README's table. */
    public static final List<Setting<?>> ALL = List.of(
            CONFIG, KAFKA, REGISTRY, KAFKA_PROPERTIES, DATA, PARTITIONS, REPLICATION, EMERGENCY_NUMBERS, LOG_FORMAT);

    private ClusterSettings() {}

    private static Kind<Integer> replicas() {
        return new Kind<>("a whole number from 1 to 9, or -1 for the brokers' default", text -> {
            return text.equals("-1") ? -1 : Kind.integer(1, 9).read(text);
        });
    }
}
