package io.tollgate.launcher;

import io.tollgate.schemas.serde.HttpSchemaRegistry;
import io.tollgate.schemas.serde.RegistryUnavailable;
import io.tollgate.schemas.serde.Schemas;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.SettingsRefused;
import io.tollgate.schemas.topic.TopicCreator;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/**
 * Makes a cluster ready for Tollgate: all topics there, all schemas registered, before the first record is written. Every
 * process does this at its start, in any order and at the same time. Blocks its caller until it is done: a Kafka that is
 * away may come back, so that is told and tried again; only what waiting cannot mend throws {@link SettingsRefused}.
 *
 * @param kafka bootstrap addresses
 * @param clientProperties any Kafka client setting
 */
record ClusterPreparation(
        List<HostPort> kafka,
        Map<String, String> clientProperties,
        List<URI> registry,
        int partitions,
        short replication,
        Progress progress) {

    private static final int ANSWER_MILLIS = 3_000;
    private static final int PAUSE_SECONDS = 1;

    void createTopics() {
        Map<String, Object> configuration = new HashMap<>(clientProperties);
        configuration.put(
                "bootstrap.servers", kafka.stream().map(HostPort::toString).collect(Collectors.joining(",")));
        configuration.putIfAbsent("request.timeout.ms", ANSWER_MILLIS);
        configuration.putIfAbsent("default.api.timeout.ms", ANSWER_MILLIS);
        while (true) {
            try (Admin admin = Admin.create(configuration)) {
                TopicCreator.createMissing(admin, partitions, replication);
                return;
            } catch (ConfigException e) {
                throw new SettingsRefused("kafka-properties: " + e.getMessage());
            } catch (KafkaException e) {
                if (e.getCause() instanceof ConfigException wrong && !isUnresolved(wrong)) {
                    throw new SettingsRefused("kafka-properties: " + wrong.getMessage());
                }
                again("Kafka at " + configuration.get("bootstrap.servers"), e);
            }
        }
    }

    void registerSchemas() {
        Map<String, Object> configuration = new HashMap<>(clientProperties);
        String urls = registry.stream().map(URI::toString).collect(Collectors.joining(","));
        configuration.put("schema.registry.url", urls);
        HttpSchemaRegistry client = HttpSchemaRegistry.configured(configuration);
        while (true) {
            try {
                Schemas.registerAll(client);
                return;
            } catch (RegistryUnavailable e) {
                again("the schema registry at " + urls, e);
            }
        }
    }

    /** In a cluster that is just coming up, names appear after the processes that ask for them. */
    private static boolean isUnresolved(ConfigException e) {
        return String.valueOf(e.getMessage()).contains("bootstrap");
    }

    private void again(String what, KafkaException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        progress.say("no answer from " + what + " (" + cause.getMessage() + "), trying again");
        try {
            TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting for " + what, interrupted);
        }
    }
}
