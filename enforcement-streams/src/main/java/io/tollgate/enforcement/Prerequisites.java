package io.tollgate.enforcement;

import io.tollgate.enforcement.config.EnforcementSettings;
import io.tollgate.enforcement.config.StreamsProperties;
import io.tollgate.schemas.serde.SchemaRegistry;
import io.tollgate.schemas.serde.Schemas;
import io.tollgate.schemas.setting.Settings;
import io.tollgate.schemas.setting.SettingsRefused;
import io.tollgate.schemas.topic.TopicCreator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be there before the first record: Kafka with all topics, the registry with all schemas. */
final class Prerequisites {

    private static final Logger LOGGER = LoggerFactory.getLogger(Prerequisites.class);
    private static final long PAUSE_MILLIS = 500;

    /** By itself the client is silent for a minute before it says that nobody answers. */
    private static final int ANSWER_MILLIS = 10_000;

    private Prerequisites() {}

    /** Blocks until all is there; says what it waits for. Interrupt to give up. */
    static void await(EnforcementSettings settings, SchemaRegistry registry) {
        try (var admin = admin(settings)) {
            short replication = (short) settings.replication();
            until("kafka", () -> TopicCreator.createMissing(admin, settings.partitions(), replication));
            until(
                    "kafka",
                    () -> TopicCreator.createMissing(admin, TopicsWithin.ALL, settings.partitions(), replication));
        }
        until("registry", () -> Schemas.registerAll(registry));
    }

    /**
     * Likewise, and what Kafka has of accounts can be gone on with.
     *
     * @return which state of them that is
     * @throws SettingsRefused if it cannot: it was left by a rebuild that has not come to its end
     */
    static String awaitState(EnforcementSettings settings, SchemaRegistry registry) {
        await(settings, registry);
        try (var admin = admin(settings)) {
            var state = new DurableState(admin);
            return answer("kafka", () -> whole(state));
        }
    }

    private static String whole(DurableState state) {
        try {
            if (state.isUnfinished()) {
                throw new SettingsRefused(
                        List.of(
                                Settings.fault(
                                        "rebuild",
                                        "false",
                                        "no rebuild to run, and the last one to have come to its end: accounts are incomplete, begin it again")));
            }
            return state.id();
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(failed.getCause());
        }
    }

    private static Admin admin(EnforcementSettings settings) {
        var properties = StreamsProperties.connection(settings);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        return Admin.create(properties);
    }

    private static void until(String awaited, Runnable attempt) {
        answer(awaited, () -> {
            attempt.run();
            return awaited;
        });
    }

    private static String answer(String awaited, Supplier<String> attempt) {
        while (true) {
            try {
                return attempt.get();
            } catch (RetriableException absent) {
                LOGGER.atWarn()
                        .addKeyValue("awaited", awaited)
                        .addKeyValue("reason", absent.getMessage())
                        .log("not reachable yet, trying again");
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException interrupted) {
                throw new InterruptException(interrupted);
            }
        }
    }
}
