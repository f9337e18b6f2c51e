package io.tollgate.enforcement.backlog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What Streams is given at a poll, and from where it may commit that each partition was read. Belongs to one thread. */
final class Given {

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();

    /** These of a partition, which may be none, and the offset behind them if it has moved. */
    void add(
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> ofPartition,
            @Nullable OffsetAndMetadata behind) {
        if (!ofPartition.isEmpty()) {
            records.put(partition, ofPartition);
        }
        if (behind != null) {
            next.put(partition, behind);
        }
    }

    ConsumerRecords<byte[], byte[]> toRecords() {
        return new ConsumerRecords<>(records, next);
    }
}
