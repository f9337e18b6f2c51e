package io.tollgate.schemas.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * One topic of the public contract: all that is needed to create it, to read it and to understand its key. Partition and
 * replica counts are not here: they are the operator's settings, equal for all topics.
 *
 * <p>Immutable.
 *
 * @param name the topic's name
 * @param value the class of its values; null: bytes that are nobody's schema
 * @param cleanup what it forgets
 * @param retention for {@link Cleanup#DELETE} how long records are kept at least; negative: for ever. Compacted topics
 *     keep the last of each key for ever; for them, how long a tombstone is kept at least.
 * @param timestamps whose clock stamps the records
 * @param key what the key is
 * @param why why the key is that
 */
public record Topic(
        String name,
        @Nullable Class<? extends SpecificRecord> value,
        Cleanup cleanup,
        Duration retention,
        Timestamps timestamps,
        String key,
        String why) {

    public Topic {
        if (cleanup == Cleanup.COMPACT && retention.isNegative()) {
            throw new IllegalArgumentException(name + ": tombstones are not kept for ever");
        }
    }

    /** Whose clock stamps the records of a topic. */
    public enum Timestamps {
        /** The writer's. */
        CREATE_TIME,
        /** The broker's: strangers' clocks may be off, and a stamp from next year would never expire. */
        LOG_APPEND_TIME
    }

    /** The retention of what is never deleted, in Kafka's own notation -1 ms. */
    public static final Duration FOR_EVER = Duration.ofMillis(-1);

    private static final Duration LONGEST_SEGMENT = Duration.ofDays(1);
    private static final Duration COMPACTION_LAG = Duration.ofHours(1);
    private static final int COMPACTED_SEGMENT_BYTES = 16 * 1024 * 1024;

    /** Room for a record at Kafka's default limit (1 MiB) plus the headers that say where it came from. */
    private static final int QUOTED_RECORD_BYTES = 2 * 1024 * 1024;

    /** The registry's name for the schema of this topic's values. */
    public String subject() {
        return subject(name);
    }

    /** The registry's name for the schema of a topic's values (Confluent's default strategy). */
    public static String subject(String topic) {
        return topic + "-value";
    }

    /** The topic's settings as Kafka names them; what is not here is left to the broker's defaults. */
    public Map<String, String> settings() {
        var settings = new HashMap<String, String>();
        if (cleanup == Cleanup.COMPACT) {
            compacted(settings);
        } else {
            deleted(settings);
        }
        if (timestamps == Timestamps.LOG_APPEND_TIME) {
            settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        }
        if (value == null) {
            settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(QUOTED_RECORD_BYTES));
        }
        return Map.copyOf(settings);
    }

    /**
     * Gateways read these topics whole before they admit a call, so old revisions shall not pile up: small segments, and
     * none escapes compaction for more than an hour (the segment being written is never compacted).
     */
    private void compacted(Map<String, String> settings) {
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf(COMPACTED_SEGMENT_BYTES));
        settings.put(TopicConfig.SEGMENT_MS_CONFIG, String.valueOf(COMPACTION_LAG.toMillis()));
        settings.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.2");
        settings.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, String.valueOf(COMPACTION_LAG.toMillis()));
        settings.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, String.valueOf(retention.toMillis()));
    }

    /** Only closed segments expire: one spans at most a quarter of the retention, else an hour would mean a week. */
    private void deleted(Map<String, String> settings) {
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        settings.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(retention.toMillis()));
        settings.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
        if (!retention.isNegative()) {
            var quarter = retention.dividedBy(4);
            var segment = quarter.compareTo(LONGEST_SEGMENT) < 0 ? quarter : LONGEST_SEGMENT;
            settings.put(TopicConfig.SEGMENT_MS_CONFIG, String.valueOf(segment.toMillis()));
        }
    }
}
