package io.tollgate.enforcement.api;

import io.tollgate.enforcement.config.EnforcementSettings;
import io.tollgate.enforcement.config.StreamsProperties;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.serde.RegistryUnavailable;
import io.tollgate.schemas.serde.SchemaRegistry;
import io.tollgate.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes through one Kafka producer. With Kafka away every write waits its whole time: only so many may, so that there
 * are threads left for who reads. Safe for threads.
 */
public final class KafkaInputLog implements InputLog, AutoCloseable {

    /** Half of the server's threads. */
    private static final int MOST_AT_ONCE = 12;

    private static final Duration TURN = Duration.ofMillis(500);

    /** Longer than the producer's own limits: a safeguard, not a limit that is meant to be met. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Producer<byte[], byte[]> producer;
    private final Serializer<SpecificRecord> serializer;
    private final Semaphore turns = new Semaphore(MOST_AT_ONCE);

    public KafkaInputLog(Producer<byte[], byte[]> producer, Serializer<SpecificRecord> serializer) {
        this.producer = producer;
        this.serializer = serializer;
    }

    /** As this service is configured. */
    public static KafkaInputLog connected(EnforcementSettings settings, SchemaRegistry registry) {
        var bytes = new ByteArraySerializer();
        return new KafkaInputLog(
                new KafkaProducer<>(StreamsProperties.inputWriter(settings), bytes, bytes),
                new AvroSerializer<>(registry));
    }

    @Override
    public void append(Topic topic, String key, @Nullable SpecificRecord value) {
        try {
            if (!turns.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Unavailable("too many writes wait for Kafka, try again", null);
            }
            try {
                send(topic, key, value);
            } finally {
                turns.release();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Unavailable("this process ends", interrupted);
        }
    }

    private void send(Topic topic, String key, @Nullable SpecificRecord value) throws InterruptedException {
        try {
            byte[] bytes = value == null ? null : serializer.serialize(topic.name(), value);
            producer.send(new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), bytes))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RegistryUnavailable away) {
            throw new Unavailable("the schema registry does not answer, try again", away);
        } catch (ExecutionException | TimeoutException | KafkaException away) {
            throw new Unavailable("Kafka did not confirm the write, try again", away);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
