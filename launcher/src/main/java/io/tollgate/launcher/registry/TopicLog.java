package io.tollgate.launcher.registry;

import io.tollgate.schemas.setting.HostPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The registry's log in a compacted topic of one partition, so that the broker's directory is all there is to keep. */
final class TopicLog implements RegistryLog {

    private static final TopicPartition PARTITION = new TopicPartition("_schemas", 0);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Map<String, Object> client;
    private final KafkaProducer<String, String> producer;

    TopicLog(HostPort kafka, Map<String, String> client) {
        this.client = new HashMap<>(client);
        this.client.put("bootstrap.servers", kafka.toString());
        createTopic();
        Map<String, Object> configuration = with(
                "client.id",
                "tollgate-registry",
                "acks",
                "all",
                "linger.ms",
                0,
                "delivery.timeout.ms",
                10_000,
                "request.timeout.ms",
                5_000);
        this.producer = new KafkaProducer<>(configuration, new StringSerializer(), new StringSerializer());
    }

    private Map<String, Object> with(Object... namesAndValues) {
        Map<String, Object> configuration = new HashMap<>(client);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            configuration.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return configuration;
    }

    private void createTopic() {
        NewTopic topic = new NewTopic(PARTITION.topic(), 1, (short) 1).configs(Map.of("cleanup.policy", "compact"));
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(topic)).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("cannot create topic " + PARTITION.topic(), e.getCause());
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException("cannot create topic " + PARTITION.topic(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public List<RegistryEntry> read() {
        Map<String, Object> configuration = with("auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(configuration, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = List.of(PARTITION);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions, PATIENCE).get(PARTITION);
            List<RegistryEntry> entries = new ArrayList<>();
            long giveUpNanos = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(PARTITION, PATIENCE) < end) {
                if (System.nanoTime() > giveUpNanos) {
                    throw new IllegalStateException("topic " + PARTITION.topic() + " cannot be read to its end");
                }
                for (ConsumerRecord<String, String> entry : consumer.poll(Duration.ofMillis(200))) {
                    entries.add(EntryJson.read(entry.key(), entry.value()));
                }
            }
            return entries;
        }
    }

    @Override
    public void append(RegistryEntry entry) {
        try {
            producer.send(new ProducerRecord<>(
                            PARTITION.topic(), PARTITION.partition(), EntryJson.key(entry), EntryJson.value(entry)))
                    .get();
        } catch (ExecutionException e) {
            throw RegistryFault.storeFailed(String.valueOf(e.getCause().getMessage()));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
