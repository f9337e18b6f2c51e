package io.tollgate.system;

import io.tollgate.Account;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.fixture.Orders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Fraud systems, billing and provisioning: a plain producer with the serializer that is configured as others would. Each
 * write returns when Kafka has it. Safe for use by several threads.
 */
public final class Publisher implements AutoCloseable {

    private static final int ACKNOWLEDGED_SECONDS = 30;

    private final AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>();
    private final KafkaProducer<byte[], byte[]> producer;

    Publisher(String kafka, String registry) {
        this(kafka, registry, Map.of());
    }

    /** @param client more settings of the producer, such as credentials */
    Publisher(String kafka, String registry, Map<String, String> client) {
        serializer.configure(Map.of("schema.registry.url", registry, "auto.register.schemas", false), false);
        Map<String, Object> configuration = new HashMap<>(client);
        configuration.putAll(Map.of("bootstrap.servers", kafka, "acks", "all", "linger.ms", 0));
        this.producer = new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A record as it goes over the wire, for clients that know no Avro. */
    public byte[] encoded(Topic topic, SpecificRecord record) {
        return serializer.serialize(topic.name(), record);
    }

    /** Writes a record. */
    public RecordMetadata publish(Topic topic, String key, SpecificRecord record) {
        return publishBytes(topic, utf8(key), encoded(topic, record));
    }

    /** Writes a tombstone. */
    public RecordMetadata remove(Topic topic, String key) {
        return publishBytes(topic, utf8(key), null);
    }

    /** Writes whatever this is. */
    public RecordMetadata publishBytes(Topic topic, byte[] key, byte[] value) {
        return send(new ProducerRecord<>(topic.name(), key, value));
    }

    /** Writes an account that is disabled, behind all that the partition holds now; gives its name. */
    String markAccounts(int partition) {
        String name = "marker-" + UUID.randomUUID();
        Account marker = Account.newBuilder().setAccount(name).setEnabled(false).build();
        byte[] value = encoded(Topics.ACCOUNTS, marker);
        send(new ProducerRecord<>(Topics.ACCOUNTS.name(), partition, utf8(name), value));
        return name;
    }

    /** Writes an entry for an account of its own behind all that each partition of the blacklist holds; gives their names. */
    List<String> markBlacklist() {
        return producer.partitionsFor(Topics.BLACKLIST.name()).stream()
                .map(partition -> {
                    String name = "marker-" + UUID.randomUUID();
                    byte[] value = encoded(
                            Topics.BLACKLIST,
                            Orders.entry().setEntryId(name).setAccount(name).build());
                    send(new ProducerRecord<>(Topics.BLACKLIST.name(), partition.partition(), utf8(name), value));
                    return name;
                })
                .toList();
    }

    /** Writes many records at once; returns when Kafka has the last. */
    List<RecordMetadata> publishAll(Topic topic, Map<? extends SpecificRecord, String> keys) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        keys.forEach((record, key) ->
                sent.add(producer.send(new ProducerRecord<>(topic.name(), utf8(key), encoded(topic, record)))));
        return sent.stream().map(each -> acknowledged(topic.name(), each)).toList();
    }

    private RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        return acknowledged(record.topic(), producer.send(record));
    }

    private static RecordMetadata acknowledged(String topic, Future<RecordMetadata> sent) {
        try {
            return sent.get(ACKNOWLEDGED_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("Kafka did not take a record for " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static byte[] utf8(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
