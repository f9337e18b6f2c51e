package io.tollgate.enforcement.backlog;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Notes the end of each partition when it is assigned, and follows the consumer's position up to it: unlike the offsets
 * of records it passes the marks that transactions leave behind. What was fetched on the way must then be processed.
 *
 * <p>Shared by all stream threads; each sees what is its own, since Streams polls for a task and runs it on one thread.
 */
public final class AssignedBacklog implements Backlog {

    private static final Duration ANSWER = Duration.ofSeconds(1);

    private final ThreadLocal<Map<TopicPartition, Reach>> reaches = ThreadLocal.withInitial(HashMap::new);

    /** How far one partition is. */
    private static final class Reach {
        private final long end;
        private boolean fetched;
        private long lastFetched = -1;
        private long processed = -1;

        Reach(long end) {
            this.end = end;
        }
    }

    /** After each poll, on the thread that polls. */
    public void polled(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
        var mine = reaches.get();
        var assigned = consumer.assignment();
        mine.keySet().retainAll(assigned);
        if (mine.size() < assigned.size()) {
            noteEnds(consumer, mine);
        }
        mine.forEach((partition, reach) -> {
            if (!reach.fetched) {
                follow(consumer, records, partition, reach);
            }
        });
    }

    /** Its tasks are another's now, or begin again. */
    public void forget(Iterable<TopicPartition> partitions) {
        partitions.forEach(reaches.get()::remove);
    }

    @Override
    public void processed(String topic, int partition, long offset) {
        var reach = reaches.get().get(new TopicPartition(topic, partition));
        if (reach != null) {
            reach.processed = offset;
        }
    }

    @Override
    public boolean isRead(String topic, int partition) {
        var reach = reaches.get().get(new TopicPartition(topic, partition));
        return reach != null && reach.fetched && reach.processed >= reach.lastFetched;
    }

    private static void noteEnds(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Reach> mine) {
        var unknown = new HashSet<>(consumer.assignment());
        unknown.removeAll(mine.keySet());
        try {
            consumer.endOffsets(unknown, ANSWER).forEach((partition, end) -> mine.put(partition, new Reach(end)));
        } catch (KafkaException away) {
            // Whatever it is, the records at hand must not be lost for it. The next poll asks again.
        }
    }

    private static void follow(
            Consumer<byte[], byte[]> consumer,
            ConsumerRecords<byte[], byte[]> records,
            TopicPartition partition,
            Reach reach) {
        var polled = records.records(partition);
        if (!polled.isEmpty()) {
            reach.lastFetched = polled.get(polled.size() - 1).offset();
        }
        try {
            reach.fetched = consumer.position(partition, Duration.ZERO) >= reach.end;
        } catch (KafkaException unknown) {
            // Where it begins to read is not settled yet, or it will fail again where Streams can deal with that.
        }
    }
}
