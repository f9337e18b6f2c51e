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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;

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

    /** A cluster that is coming up has too few brokers at first, one that stays so is too small. */
    private static final int SHORTAGES = 10;

    void createTopics() {
        Map<String, Object> configuration = new HashMap<>(clientProperties);
        configuration.put(
                "bootstrap.servers", kafka.stream().map(HostPort::toString).collect(Collectors.joining(",")));
        configuration.putIfAbsent("request.timeout.ms", ANSWER_MILLIS);
        configuration.putIfAbsent("default.api.timeout.ms", ANSWER_MILLIS);
        String brokers = String.valueOf(configuration.get("bootstrap.servers"));
        for (int shortages = 0; ; ) {
            try (Admin admin = Admin.create(configuration)) {
                TopicCreator.createMissing(admin, partitions, replication);
                return;
            } catch (KafkaException e) {
                refuseWrongProperties(e);
                boolean mayGrow = e instanceof InvalidReplicationFactorException && ++shortages < SHORTAGES;
                Optional<String> fault = mayGrow ? Optional.empty() : Unmendable.fault(e, brokers, replication);
                if (fault.isPresent()) {
                    throw new SettingsRefused(fault.get());
                }
                again("Kafka at " + brokers, e);
            }
        }
    }

    private static void refuseWrongProperties(KafkaException e) {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof ConfigException)) {
            cause = cause.getCause();
        }
        boolean wrong = cause instanceof ConfigException config ? !isUnresolved(config) : notOpened(e);
        if (wrong) {
            throw new SettingsRefused("kafka-properties: " + cause.getMessage());
        }
    }

    /** What a client throws that could not be made: a key store that is not there, a login module without its class. */
    private static boolean notOpened(KafkaException e) {
        return e.getClass() == KafkaException.class;
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
