package io.tollgate.system;

import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.serde.HttpSchemaRegistry;
import io.tollgate.schemas.serde.UnreadableRecord;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.testsupport.scenario.Await;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What a stock consumer in another process reads of a topic, from its beginning, committed records only. A thread of its
 * own reads; what was read is asked for by the tests' threads.
 */
public final class TopicReader<V> implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int PRINTED = 60;

    private final Topic topic;
    private final KafkaConsumer<String, V> consumer;
    private final List<ConsumerRecord<String, V>> records = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closing;

    private TopicReader(String kafka, Topic topic, String keyEncoding, Deserializer<V> values) {
        this.topic = topic;
        Map<String, Object> configuration = Map.of(
                "bootstrap.servers", kafka, "isolation.level", "read_committed", "auto.offset.reset", "earliest");
        StringDeserializer keys = new StringDeserializer();
        keys.configure(Map.of("key.deserializer.encoding", keyEncoding), true);
        this.consumer = new KafkaConsumer<>(configuration, keys, values);
        List<TopicPartition> partitions = new ArrayList<>();
        for (PartitionInfo partition : consumer.partitionsFor(topic.name())) {
            partitions.add(new TopicPartition(topic.name(), partition.partition()));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        this.thread = new Thread(this::read, "reads-" + topic.name());
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads records of this type. */
    static <T extends SpecificRecord> TopicReader<T> of(String kafka, String registry, Topic topic, Class<T> type) {
        var values = new AvroDeserializer<>(type, new HttpSchemaRegistry(URI.create(registry)));
        return new TopicReader<>(kafka, topic, "UTF-8", (name, bytes) -> readable(values, name, bytes));
    }

    /** Reads bytes as they are; in keys each character is a byte, so that none is lost. */
    static TopicReader<byte[]> bytes(String kafka, Topic topic) {
        return new TopicReader<>(kafka, topic, "ISO-8859-1", new ByteArrayDeserializer());
    }

    /** Tests write what nobody can read; here it counts as a tombstone. */
    private static <T extends SpecificRecord> T readable(AvroDeserializer<T> values, String topic, byte[] bytes) {
        try {
            return values.deserialize(topic, bytes);
        } catch (UnreadableRecord asWritten) {
            return null;
        }
    }

    private void read() {
        try (consumer) {
            while (!closing) {
                for (ConsumerRecord<String, V> record : poll()) {
                    synchronized (records) {
                        records.add(record);
                    }
                }
            }
        } catch (WakeupException closed) {
            // as asked
        }
    }

    /** A registry that was killed with its broker comes back, and the record is still there. */
    private ConsumerRecords<String, V> poll() {
        try {
            return consumer.poll(POLL);
        } catch (RecordDeserializationException registryAway) {
            LockSupport.parkNanos(POLL.toNanos());
            return ConsumerRecords.empty();
        }
    }

    /** Everything so far; within a partition in its order. */
    public List<ConsumerRecord<String, V>> records() {
        synchronized (records) {
            return List.copyOf(records);
        }
    }

    /** Values so far that match, in the order of their partition; tombstones left out. */
    public List<V> values(Predicate<? super V> wanted) {
        return records().stream()
                .map(ConsumerRecord::value)
                .filter(value -> value != null && wanted.test(value))
                .toList();
    }

    /** What a compacted topic says now: the last value of each key, without those that were removed. */
    public Collection<V> standing() {
        Map<String, V> byKey = new LinkedHashMap<>();
        for (ConsumerRecord<String, V> record : records()) {
            if (record.value() == null) {
                byKey.remove(record.key());
            } else {
                byKey.put(record.key(), record.value());
            }
        }
        return byKey.values();
    }

    /** Waits for so many values that match, and gives all that match by then. */
    public List<V> await(String what, int times, Predicate<? super V> wanted) {
        Await.until(
                what + " on " + topic.name(),
                Cluster.PATIENCE,
                () -> values(wanted).size() >= times,
                this::print);
        return values(wanted);
    }

    /** Waits until some key's last value matches. */
    public V awaitStanding(String what, Predicate<? super V> wanted) {
        Await.until(
                what + " on " + topic.name(),
                Cluster.PATIENCE,
                () -> standing().stream().anyMatch(wanted),
                this::print);
        return standing().stream().filter(wanted).findFirst().orElseThrow();
    }

    /** Waits until no key's last value matches. */
    public void awaitNoneStanding(String what, Predicate<? super V> unwanted) {
        Await.until(
                "no " + what + " on " + topic.name(),
                Cluster.PATIENCE,
                () -> standing().stream().noneMatch(unwanted),
                this::print);
    }

    /** The last records, for a failed test. */
    public String print() {
        List<ConsumerRecord<String, V>> all = records();
        return all.size() + " records, the last of them:\n"
                + all.stream()
                        .skip(Math.max(0, all.size() - PRINTED))
                        .map(record -> "  " + record.partition() + "/" + record.offset() + " " + record.key() + " = "
                                + record.value())
                        .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
    }
}
