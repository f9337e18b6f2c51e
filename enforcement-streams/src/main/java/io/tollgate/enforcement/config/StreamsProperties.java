package io.tollgate.enforcement.config;

import io.tollgate.enforcement.failure.SaneTimestamps;
import io.tollgate.enforcement.store.BoundedRocksDb;
import io.tollgate.schemas.setting.HostPort;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/** Kafka's own settings for this service; why each is what it is stands in RATIONALE.md. */
public final class StreamsProperties {

    /** Names the consumer group, the internal topics and the transactions: never to change. */
    public static final String APPLICATION_ID = "tollgate-enforcement";

    private static final int MISSED_AFTER_MILLIS = 6_000;
    private static final long POLL_MILLIS = 5;
    private static final long RETRY_MILLIS = 5;
    private static final int MOST_FETCHED_BYTES = 8 * 1024 * 1024;
    private static final int ROOM_FOR_REJECTED_BYTES = 2 * 1024 * 1024;

    private StreamsProperties() {}

    /** For Kafka Streams. */
    public static Properties of(EnforcementSettings settings) {
        var tuning = settings.tuning();
        var properties = new Properties();
        put(
                properties,
                StreamsConfig.PRODUCER_PREFIX,
                ProducerConfig.LINGER_MS_CONFIG,
                tuning.linger().toMillis());
        // With more, a batch may overtake one that waits for the last transaction's end, and both are sent again.
        put(properties, StreamsConfig.PRODUCER_PREFIX, ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        // The first records of a transaction are refused while the last one's marks are being written, which takes a
        // moment
        // for as many partitions as a commit has. Each refusal costs this wait, by default longer than ten commits.
        put(properties, StreamsConfig.PRODUCER_PREFIX, ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_MILLIS);
        // What is set aside keeps its size and gets headers on top.
        put(properties, StreamsConfig.PRODUCER_PREFIX, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, ROOM_FOR_REJECTED_BYTES);
        put(properties, StreamsConfig.TOPIC_PREFIX, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, ROOM_FOR_REJECTED_BYTES);
        // What was erased is gone from the changelogs too, a day later and not whenever half of one is old.
        put(
                properties,
                StreamsConfig.TOPIC_PREFIX,
                TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
                TimeUnit.DAYS.toMillis(1));
        // An instance that dies is missed after this long; the broker allows no less by default.
        put(
                properties,
                StreamsConfig.MAIN_CONSUMER_PREFIX,
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                MISSED_AFTER_MILLIS);
        put(properties, StreamsConfig.MAIN_CONSUMER_PREFIX, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_500);
        // Its open transaction hides what others wrote behind it for this long: no longer than it takes to be missed.
        // The
        // longest commit interval is below.
        put(properties, StreamsConfig.PRODUCER_PREFIX, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, MISSED_AFTER_MILLIS);
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, tuning.commitInterval().toMillis());
        // A commit is only looked for between polls: what was read just after one would wait as long as an idle poll
        // does.
        properties.put(StreamsConfig.POLL_MS_CONFIG, POLL_MILLIS);
        // What has come is decided; no record waits until another topic has said that it has none before it.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, tuning.threads());
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, tuning.standbys());
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replication());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        properties.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, SaneTimestamps.class);

        properties.putAll(settings.kafkaProperties());

        // What follows is not for others to change: results depend on it.
        properties.putAll(connection(settings));
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.directory().toString());
        // By an idle fetch that is answered in this time we know that the broker is in reach.
        put(
                properties,
                StreamsConfig.MAIN_CONSUMER_PREFIX,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                ConsumerConfig.DEFAULT_FETCH_MAX_WAIT_MS);
        return properties;
    }

    /** For Kafka Streams, of an instance that others can ask there. */
    public static Properties of(EnforcementSettings settings, @Nullable HostPort api) {
        var properties = of(settings);
        if (api != null) {
            properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, api.toString());
        }
        return properties;
    }

    /** For a consumer in no group, which reads what is committed and is no hurry's reason. */
    public static Map<String, Object> follower(EnforcementSettings settings) {
        var properties = connection(settings);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MOST_FETCHED_BYTES);
        return properties;
    }

    /** For any other client of the same Kafka. */
    public static Map<String, Object> connection(EnforcementSettings settings) {
        Map<String, Object> properties = new HashMap<>(settings.kafkaProperties());
        properties.put(
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.kafka().stream().map(HostPort::toString).collect(Collectors.joining(",")));
        return properties;
    }

    /**
     * For the API's producer: whoever waits for it learns within seconds whether Kafka has the record, and none is
     * written twice or out of order by its retries.
     */
    public static Map<String, Object> inputWriter(EnforcementSettings settings) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        properties.putAll(connection(settings));
        properties.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
        return properties;
    }

    /** For the client of the same schema registry. */
    public static Map<String, Object> registry(EnforcementSettings settings) {
        Map<String, Object> properties = new HashMap<>(settings.kafkaProperties());
        properties.put(
                "schema.registry.url",
                settings.registry().stream().map(URI::toString).collect(Collectors.joining(",")));
        return properties;
    }

    private static void put(Properties properties, String prefix, String key, Object value) {
        properties.put(prefix + key, value);
    }
}
