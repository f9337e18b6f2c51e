package io.tollgate.gateway.kafka;

import io.tollgate.gateway.config.KafkaSettings;
import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.serde.HttpSchemaRegistry;
import io.tollgate.schemas.serde.SchemaRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Makes this gateway's Kafka clients. Three layers of configuration: what suits us, what the operator's file says on top,
 * and what correctness rests on, which nobody may change. Clients move bytes; records are written and read beside them,
 * so that one that cannot be is our decision and not the client's.
 *
 * <p>Immutable; making a client throws {@link org.apache.kafka.common.KafkaException} while the servers' names are not
 * known, and may be tried again.
 */
final class KafkaClients implements ViewRecords.Deserializers {
    private static final int EVENT_BUFFER_BYTES = 64 << 20;
    private static final int EVENT_BATCH_BYTES = 64 << 10;
    private static final int HEARTBEAT_BUFFER_BYTES = 1 << 20;

    private final KafkaSettings settings;
    private final String gatewayId;

    KafkaClients(KafkaSettings settings, String gatewayId) {
        this.settings = settings;
        this.gatewayId = gatewayId;
    }

    /** For events: in order, never given up. */
    Producer<byte[], byte[]> eventProducer() {
        return new KafkaProducer<>(eventProducerConfiguration(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    Map<String, Object> eventProducerConfiguration() {
        Map<String, Object> ours = new HashMap<>();
        // One millisecond lets the events of one instant share a request; an admission waits for no more than that.
        ours.put(ProducerConfig.LINGER_MS_CONFIG, 1);
        ours.put(ProducerConfig.BATCH_SIZE_CONFIG, EVENT_BATCH_BYTES);
        ours.put(ProducerConfig.BUFFER_MEMORY_CONFIG, EVENT_BUFFER_BYTES);
        ours.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        ours.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        Map<String, Object> all = merged("events", ours);
        all.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        return producer(all);
    }

    /** For heartbeats: what is late is worth nothing. */
    Producer<byte[], byte[]> heartbeatProducer() {
        return new KafkaProducer<>(
                heartbeatProducerConfiguration(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    Map<String, Object> heartbeatProducerConfiguration() {
        int lease = Math.toIntExact(settings.lease().toMillis());
        Map<String, Object> ours = new HashMap<>();
        ours.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        ours.put(ProducerConfig.BUFFER_MEMORY_CONFIG, HEARTBEAT_BUFFER_BYTES);
        ours.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        Map<String, Object> all = merged("heartbeats", ours);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, lease / 2);
        all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, lease / 2);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, lease);
        return producer(all);
    }

    /** For verdicts on sources: few, and what is late by a minute is worth nothing. */
    Producer<byte[], byte[]> verdictProducer() {
        Map<String, Object> ours = new HashMap<>();
        ours.put(ProducerConfig.BUFFER_MEMORY_CONFIG, HEARTBEAT_BUFFER_BYTES);
        ours.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        ours.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        Map<String, Object> all = merged("verdicts", ours);
        // Kafka takes one only with the other.
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);
        return new KafkaProducer<>(producer(all), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * For the dialogs of one gateway, its own or one whose calls are adopted: who opens it last shuts out whoever had it.
     */
    Producer<byte[], byte[]> dialogProducer(String owner) {
        return new KafkaProducer<>(
                dialogProducerConfiguration(owner), new ByteArraySerializer(), new ByteArraySerializer());
    }

    Map<String, Object> dialogProducerConfiguration(String owner) {
        Map<String, Object> ours = new HashMap<>();
        ours.put(ProducerConfig.BATCH_SIZE_CONFIG, EVENT_BATCH_BYTES);
        ours.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        ours.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        // One that dies in the middle of it hides what others write to the same partition for so long.
        ours.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        Map<String, Object> all = producer(merged("dialogs-" + owner, ours));
        all.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "tollgate-dialogs-" + owner);
        return all;
    }

    /** For the views: committed records only, no group, each fetch answered as soon as there is anything. */
    Consumer<byte[], byte[]> viewConsumer() {
        return new KafkaConsumer<>(
                viewConsumerConfiguration(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Sees the real ends of partitions, whatever is committed. */
    Consumer<byte[], byte[]> endConsumer() {
        Map<String, Object> all = viewConsumerConfiguration();
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    Map<String, Object> viewConsumerConfiguration() {
        Map<String, Object> ours = new HashMap<>();
        ours.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        ours.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        ours.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        Map<String, Object> all = merged("views", ours);
        all.remove(ConsumerConfig.GROUP_ID_CONFIG);
        all.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return all;
    }

    /** Ours, or the one that the operator names as {@code value.serializer}. */
    @SuppressWarnings("unchecked") // the class is the operator's choice
    Serializer<SpecificRecord> serializer() {
        Map<String, Object> configuration = registryConfiguration();
        Object named = configuration.get(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
        Serializer<SpecificRecord> serializer =
                named == null ? new AvroSerializer<>() : instance(named, Serializer.class);
        serializer.configure(configuration, false);
        return serializer;
    }

    /** Ours, or the one that the operator names as {@code value.deserializer}. */
    @Override
    public <T extends SpecificRecord> Deserializer<T> deserializer(Class<T> type) {
        return deserializer(type, AvroDeserializer::new);
    }

    /** Ours, or the operator's, which is as strict as he has made it. */
    @Override
    public <T extends SpecificRecord> Deserializer<T> strictDeserializer(Class<T> type) {
        return deserializer(type, AvroDeserializer::strict);
    }

    @SuppressWarnings("unchecked") // the class is the operator's choice
    private <T extends SpecificRecord> Deserializer<T> deserializer(
            Class<T> type, BiFunction<Class<T>, SchemaRegistry, Deserializer<T>> ours) {
        Map<String, Object> configuration = registryConfiguration();
        Object named = configuration.get(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
        if (named == null) {
            return ours.apply(type, HttpSchemaRegistry.configured(configuration));
        }
        configuration.put("specific.avro.reader", true);
        Deserializer<T> deserializer = instance(named, Deserializer.class);
        deserializer.configure(configuration, false);
        return deserializer;
    }

    private static <S> S instance(Object className, Class<S> type) {
        try {
            return Utils.newInstance(String.valueOf(className), type);
        } catch (ClassNotFoundException missing) {
            throw new org.apache.kafka.common.config.ConfigException(
                    "kafka-properties: class " + className + " is not on the class path");
        }
    }

    private Map<String, Object> registryConfiguration() {
        Map<String, Object> configuration = new HashMap<>(settings.properties());
        configuration.put(
                "schema.registry.url",
                settings.registry().stream().map(Object::toString).collect(Collectors.joining(",")));
        return configuration;
    }

    private Map<String, Object> merged(String use, Map<String, Object> ours) {
        Map<String, Object> all = new HashMap<>(ours);
        all.putAll(settings.properties());
        all.remove(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG);
        all.remove(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
        all.remove(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG);
        all.remove(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
        all.put(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                settings.servers().stream().map(Object::toString).collect(Collectors.joining(",")));
        all.put(CommonClientConfigs.CLIENT_ID_CONFIG, "tollgate-gateway-" + gatewayId + "-" + use);
        return all;
    }

    private static Map<String, Object> producer(Map<String, Object> all) {
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        // All that is keyed by account lies where Java's default puts it.
        all.remove(ProducerConfig.PARTITIONER_CLASS_CONFIG);
        all.remove(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG);
        return all;
    }
}
