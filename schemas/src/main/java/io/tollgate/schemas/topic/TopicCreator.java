package io.tollgate.schemas.topic;

import io.tollgate.schemas.setting.SettingsRefused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that all topics exist with their settings before anyone reads or writes. A topic that exists keeps its
 * settings, they are the operator's; only its partition count must be the configured one, because state is kept by
 * partition and all topics of an account must be cut alike.
 *
 * <p>Blocks the caller for some round trips. Any number of processes may do this at the same time.
 */
public final class TopicCreator {

    /** Partitions unless configured: as many as the largest cluster will have stream tasks. */
    public static final int DEFAULT_PARTITIONS = 12;

    /** Replicas as the broker's own default has it. */
    public static final short BROKER_REPLICATION = -1;

    private static final Logger LOGGER = LoggerFactory.getLogger(TopicCreator.class);

    private TopicCreator() {}

    /**
     * Creates what is missing, nothing if a topic that exists has another partition count.
     *
     * @throws SettingsRefused if so; one line for each such topic
     * @throws org.apache.kafka.common.errors.RetriableException if Kafka cannot be reached, or does not yet show what
     *     was created: call again
     * @throws KafkaException if Kafka refuses (authorization, replication factor)
     */
    public static void createMissing(Admin admin, int partitions, short replication) {
        createMissing(admin, Topics.ALL, partitions, replication);
    }

    /** Likewise, topics that are not the contract's. */
    public static void createMissing(Admin admin, Collection<Topic> topics, int partitions, short replication) {
        var names = topics.stream().map(Topic::name).collect(Collectors.toSet());
        var existing = answer(admin.listTopics().names());
        check(describe(admin, names.stream().filter(existing::contains).toList()), partitions);

        var missing = topics.stream()
                .filter(topic -> !existing.contains(topic.name()))
                .toList();
        var created = admin.createTopics(missing.stream()
                        .map(topic -> new NewTopic(topic.name(), partitions, replication).configs(topic.settings()))
                        .toList())
                .values();
        created.forEach((topic, creation) -> {
            try {
                answer(creation);
                LOGGER.atInfo()
                        .addKeyValue("topic", topic)
                        .addKeyValue("partitions", partitions)
                        .log("topic created");
            } catch (TopicExistsException another) {
                LOGGER.atDebug().addKeyValue("topic", topic).log("created by another process meanwhile");
            }
        });
        // A client that looks at once must find them: Kafka Streams stops for good when a source topic is unknown.
        check(describe(admin, created.keySet()), partitions);
    }

    private static void check(Collection<TopicDescription> topics, int partitions) {
        List<String> faults = new ArrayList<>();
        for (var topic : topics) {
            int count = topic.partitions().size();
            if (count != partitions) {
                faults.add("partitions=" + partitions + ": topic " + topic.name() + " exists with " + count
                        + " partitions, expected as many as configured");
            }
        }
        if (!faults.isEmpty()) {
            faults.sort(null);
            throw new SettingsRefused(faults);
        }
    }

    private static Collection<TopicDescription> describe(Admin admin, Collection<String> names) {
        for (int attempt = 1; ; attempt++) {
            try {
                Map<String, TopicDescription> topics =
                        answer(admin.describeTopics(names).allTopicNames());
                return topics.values();
            } catch (UnknownTopicOrPartitionException notYet) {
                // The broker that we ask learns of a creation a moment after the controller.
                if (attempt == 50) {
                    throw notYet;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof KafkaException kafka) {
                throw kafka;
            }
            throw new KafkaException(failed.getCause());
        }
    }
}
