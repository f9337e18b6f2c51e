package io.tollgate.benchmark;

import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes what Streams reads, as fast as one producer can or when it is told to. Safe for threads. */
final class InputPublisher implements AutoCloseable {
    private static final long BUFFER_BYTES = 128L << 20;

    private final AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private volatile @Nullable Exception failure;

    InputPublisher(TollgateProcess cluster) {
        serializer.configure(Map.of("schema.registry.url", cluster.ready("registry")), false);
        // As a gateway's: see its KafkaClients.
        Map<String, Object> configuration = Map.of(
                "bootstrap.servers",
                cluster.ready("kafka"),
                "acks",
                "all",
                "linger.ms",
                1,
                "batch.size",
                128 << 10,
                "buffer.memory",
                BUFFER_BYTES);
        producer = new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Encoded beforehand, so that to write it costs as little as possible while others are measured. */
    ProducerRecord<byte[], byte[]> encoded(Topic topic, String key, SpecificRecord value) {
        return new ProducerRecord<>(
                topic.name(), key.getBytes(StandardCharsets.UTF_8), serializer.serialize(topic.name(), value));
    }

    void publish(Topic topic, String key, SpecificRecord value) {
        publish(encoded(topic, key, value));
    }

    void publish(ProducerRecord<byte[], byte[]> record) {
        producer.send(record, (metadata, refusal) -> {
            if (refusal != null) {
                failure = refusal;
            }
        });
    }

    /** Returns when Kafka has all of it. */
    void flush() {
        producer.flush();
        if (failure != null) {
            throw new IllegalStateException("Kafka did not take a record", failure);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
