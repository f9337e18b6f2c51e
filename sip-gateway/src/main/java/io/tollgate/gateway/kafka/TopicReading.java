package io.tollgate.gateway.kafka;

import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * How far each partition was read, over consumers that come and go: accounts, blacklist and terminations from their
 * beginning, admissions from now on and only where the gateway's own lie.
 *
 * <p>The views' thread's.
 */
final class TopicReading {
    private static final List<Topic> WHOLE = List.of(Topics.ACCOUNTS, Topics.BLACKLIST, Topics.TERMINATIONS);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final byte[] gatewayKey;
    private final ViewRecords records;
    private final FaultLog faults;

    /** Where each partition is to be read next. */
    private final Map<TopicPartition, Long> next = new HashMap<>();

    /** What the whole topics held when reading began; a partition leaves when it was read so far. */
    private final Map<TopicPartition, Long> outstanding = new HashMap<>();

    /** Partitions that wait for the registry. */
    private final Set<TopicPartition> held = new HashSet<>();

    private long heldSinceNanos;

    TopicReading(String gatewayId, ViewRecords records, FaultLog faults) {
        this.gatewayKey = gatewayId.getBytes(StandardCharsets.UTF_8);
        this.records = records;
        this.faults = faults;
    }

    /** The partition of a key as Java's producers choose it by default. */
    static int partition(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    /**
     * Begins, or goes on with another consumer.
     *
     * @param patience longest wait for Kafka's first answer; null: the consumer's own
     */
    void assign(Consumer<byte[], byte[]> consumer, @Nullable Duration patience) {
        List<TopicPartition> whole = new ArrayList<>();
        for (Topic topic : WHOLE) {
            for (int i = 0; i < partitionCount(consumer, topic, patience); i++) {
                whole.add(new TopicPartition(topic.name(), i));
            }
        }
        int ours = partition(gatewayKey, partitionCount(consumer, Topics.ADMISSIONS, patience));
        TopicPartition admissions = new TopicPartition(Topics.ADMISSIONS.name(), ours);
        List<TopicPartition> all = new ArrayList<>(whole);
        all.add(admissions);
        consumer.assign(all);
        if (next.isEmpty()) {
            // Known before the first call: an admission that comes a moment later is not missed.
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(whole);
            outstanding.putAll(ends);
            outstanding.remove(admissions);
            next.put(admissions, ends.get(admissions));
            next.putAll(beginnings);
        }
        all.forEach(partition -> consumer.seek(partition, next.getOrDefault(partition, 0L)));
        held.clear();
        strikeOff(consumer);
    }

    private static int partitionCount(Consumer<byte[], byte[]> consumer, Topic topic, @Nullable Duration patience) {
        List<PartitionInfo> partitions = patience == null
                ? consumer.partitionsFor(topic.name())
                : consumer.partitionsFor(topic.name(), patience);
        if (partitions == null || partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException("topic " + topic.name() + " does not exist yet");
        }
        return partitions.size();
    }

    /** Whether all was delivered that was there when reading began. */
    boolean isAtEnd() {
        return !next.isEmpty() && outstanding.isEmpty();
    }

    /** Takes what has come. Returns whether that led nearer to the end. */
    boolean round(Consumer<byte[], byte[]> consumer) {
        ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
        boolean nearer = false;
        for (TopicPartition partition : batch.partitions()) {
            boolean some = deliver(consumer, partition, batch.records(partition));
            nearer |= some && outstanding.containsKey(partition);
        }
        nearer |= strikeOff(consumer);
        if (!held.isEmpty() && System.nanoTime() - heldSinceNanos >= RETRY_NANOS) {
            consumer.resume(held);
            held.clear();
        } else if (held.isEmpty() && !batch.isEmpty()) {
            faults.cleared();
        }
        return nearer;
    }

    private boolean deliver(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> batch) {
        boolean some = false;
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            try {
                records.take(record);
                next.put(partition, record.offset() + 1);
                some = true;
            } catch (RuntimeException registryAway) {
                // Only this partition waits: orders must not stand behind an account whose schema is not known.
                faults.fault(registryAway);
                consumer.seek(partition, record.offset());
                consumer.pause(Set.of(partition));
                held.add(partition);
                heldSinceNanos = System.nanoTime();
                return some;
            }
        }
        return some;
    }

    /** Positions and not records: a partition may end in markers of transactions, which nobody sees. */
    private boolean strikeOff(Consumer<byte[], byte[]> consumer) {
        return outstanding.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
    }
}
