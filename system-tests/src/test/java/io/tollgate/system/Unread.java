package io.tollgate.system;

import static org.apache.kafka.clients.admin.TransactionState.ONGOING;

import io.tollgate.enforcement.config.StreamsProperties;
import io.tollgate.schemas.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** What Streams has not read of its inputs for good, as Kafka has it. For one thread. */
final class Unread implements AutoCloseable {

    private static final List<String> INPUTS = List.of(Topics.CALL_EVENTS.name(), Topics.BALANCE_ADJUSTMENTS.name());
    private static final int ANSWER_SECONDS = 30;

    private final Admin admin;

    Unread(String kafka) {
        this.admin = Admin.create(Map.of("bootstrap.servers", kafka));
    }

    /** Where the inputs end now. */
    Map<TopicPartition, Long> ends() {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (String topic : INPUTS) {
            for (int partition = 0; partition < PartedCluster.PARTITIONS; partition++) {
                wanted.put(new TopicPartition(topic, partition), OffsetSpec.latest());
            }
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(wanted).all()).forEach((partition, info) -> ends.put(partition, info.offset()));
        return ends;
    }

    /** How many records before these ends are not committed as read. */
    long before(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> read = committed();
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - read.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    /** How many of these records are not committed as read. */
    long of(List<RecordMetadata> written) {
        Map<TopicPartition, Long> read = committed();
        return written.stream()
                .filter(record -> record.offset()
                        >= read.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L))
                .count();
    }

    private Map<TopicPartition, Long> committed() {
        Map<TopicPartition, OffsetAndMetadata> offsets = get(
                admin.listConsumerGroupOffsets(StreamsProperties.APPLICATION_ID).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> committed = new HashMap<>();
        offsets.forEach((partition, offset) -> committed.put(partition, offset == null ? 0L : offset.offset()));
        return committed;
    }

    /** How many records are committed as read. */
    long read() {
        return committed().values().stream().mapToLong(offset -> offset).sum();
    }

    /** Transactions that somebody began and did not end. */
    int openTransactions() {
        return get(admin.listTransactions(new ListTransactionsOptions().filterStates(Set.of(ONGOING)))
                        .all())
                .size();
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer from Kafka", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
