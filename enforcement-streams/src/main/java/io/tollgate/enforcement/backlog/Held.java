package io.tollgate.enforcement.backlog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What was polled of a partition and not yet given to Streams, in the order in which it lies. Belongs to one thread. */
final class Held {

    private final TopicPartition partition;
    private final Deque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
    private @Nullable OffsetAndMetadata behind;

    Held(TopicPartition partition) {
        this.partition = partition;
    }

    TopicPartition partition() {
        return partition;
    }

    int size() {
        return records.size();
    }

    /** The offset of the first, if there is one. */
    OptionalLong from() {
        var first = records.peek();
        return first == null ? OptionalLong.empty() : OptionalLong.of(first.offset());
    }

    /** What comes next is from elsewhere; null: it is not known from where. */
    void restart(@Nullable OffsetAndMetadata from) {
        records.clear();
        behind = from;
    }

    void add(ConsumerRecords<byte[], byte[]> polled) {
        records.addAll(polled.records(partition));
        var next = polled.nextOffsets().get(partition);
        if (next != null) {
            behind = next;
        }
    }

    /** The latest instant of all, in milliseconds; the least there is if there is none. */
    long latest() {
        return records.stream().mapToLong(ConsumerRecord::timestamp).max().orElse(Long.MIN_VALUE);
    }

    /** Gives away those up to the first that is later than this instant, and how far that is. */
    void release(long untilMillis, Given given) {
        List<ConsumerRecord<byte[], byte[]>> released = new ArrayList<>();
        var first = records.peek();
        while (first != null && first.timestamp() <= untilMillis) {
            released.add(first);
            records.remove();
            first = records.peek();
        }
        if (first == null) {
            given.add(partition, released, behind);
            behind = null;
        } else {
            given.add(partition, released, new OffsetAndMetadata(first.offset(), first.leaderEpoch(), ""));
        }
    }
}
