package io.tollgate.enforcement.backlog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A consumer as {@link TimeOrder} sees it: what its polls bring is said by the test. For one thread. */
final class Polled implements TimeOrder.Taps {

    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Set<TopicPartition> closed = new HashSet<>();

    /** What a poll brings of a partition, by the instants of the records. */
    record Batch(TopicPartition partition, long[] times) {}

    @Override
    public void close(TopicPartition partition) {
        closed.add(partition);
    }

    @Override
    public void open(TopicPartition partition) {
        closed.remove(partition);
    }

    @Override
    public long position(TopicPartition partition) {
        return next.getOrDefault(partition, 0L);
    }

    void seek(TopicPartition partition, long offset) {
        next.put(partition, offset);
    }

    boolean isClosed(TopicPartition partition) {
        return closed.contains(partition);
    }

    ConsumerRecords<byte[], byte[]> poll(Batch... batches) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> behind = new HashMap<>();
        for (Batch batch : batches) {
            List<ConsumerRecord<byte[], byte[]>> ofPartition = new ArrayList<>();
            for (long time : batch.times()) {
                ofPartition.add(record(batch.partition(), position(batch.partition()), time));
                seek(batch.partition(), position(batch.partition()) + 1);
            }
            records.put(batch.partition(), ofPartition);
            behind.put(batch.partition(), new OffsetAndMetadata(position(batch.partition())));
        }
        return new ConsumerRecords<>(records, behind);
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset, long time) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                time,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                new RecordHeaders(),
                Optional.empty());
    }
}
