package io.tollgate.benchmark;

import io.tollgate.enforcement.config.StreamsProperties;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Where topics end, and how far the streams application has come in them by its commits. For one thread at a time. */
final class BrokerView implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int QUIET_LOOKS = 20;

    private final Admin admin;

    BrokerView(TollgateProcess cluster) {
        admin = Admin.create(Map.of("bootstrap.servers", cluster.ready("kafka")));
    }

    /** How many records of a topic, which nobody writes in transactions, are not dealt with yet. */
    long lag(Topic topic) {
        Map<TopicPartition, OffsetAndMetadata> committed = answer(
                admin.listConsumerGroupOffsets(StreamsProperties.APPLICATION_ID).partitionsToOffsetAndMetadata());
        return ends(List.of(topic.name())).entrySet().stream()
                .mapToLong(end -> {
                    OffsetAndMetadata done = committed.get(end.getKey());
                    return end.getValue() - (done == null ? 0 : done.offset());
                })
                .sum();
    }

    /** How many records, of which nobody writes any in transactions, a topic has had. */
    long end(Topic topic) {
        return ends(List.of(topic.name())).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Waits until all that was written to it is dealt with. */
    void awaitRead(Topic topic) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (lag(topic) > 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(topic.name() + " is not read after " + PATIENCE + ": " + lag(topic));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Waits until for two seconds no topic has grown but the consumers' own: all that follows has followed. */
    void awaitQuiet() {
        long before = -1;
        for (int quiet = 0; quiet < QUIET_LOOKS; ) {
            LockSupport.parkNanos(LOOK_NANOS);
            long now = ends().entrySet().stream()
                    .filter(end -> !end.getKey().topic().startsWith("__") && !isHeartbeats(end.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            quiet = now == before ? quiet + 1 : 0;
            before = now;
        }
    }

    private static boolean isHeartbeats(TopicPartition partition) {
        return partition.topic().equals(Topics.GATEWAYS.name());
    }

    /** The end of each partition of all topics. */
    Map<TopicPartition, Long> ends() {
        return ends(answer(
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names()));
    }

    private Map<TopicPartition, Long> ends(Collection<String> topics) {
        Map<TopicPartition, OffsetSpec> asked = answer(
                        admin.describeTopics(topics).allTopicNames())
                .values()
                .stream()
                .flatMap(topic -> partitions(topic).stream())
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        answer(admin.listOffsets(asked).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private static List<TopicPartition> partitions(TopicDescription topic) {
        return topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .toList();
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not say", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
