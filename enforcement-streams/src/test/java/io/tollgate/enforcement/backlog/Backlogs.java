package io.tollgate.enforcement.backlog;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;

/** A task whose stores are being restored, and what lies in its partitions. */
abstract class Backlogs {

    static final TopicPartition CALLS = new TopicPartition("calls", 1);
    static final TopicPartition MONEY = new TopicPartition("money", 1);
    static final TopicPartition SETTINGS = new TopicPartition("settings", 1);
    static final TopicPartition OTHER = new TopicPartition("other", 1);
    static final List<TopicPartition> ALL = List.of(CALLS, MONEY, SETTINGS, OTHER);

    CompletableFuture<Map<TopicPartition, Long>> passed = new CompletableFuture<>();
    final Polled polled = new Polled();
    long nowMillis;
    final TimeOrder order = new TimeOrder(
            new Owners("calls", List.of("money", "settings")),
            () -> passed,
            polled,
            () -> Duration.ofMillis(nowMillis).toNanos());

    /** As Streams does: it wants nothing of a task until its stores are restored. */
    @BeforeEach
    void restore() {
        order.assigned(ALL);
        order.closed(ALL);
    }

    void passed(long calls, long money, long settings) {
        passed.complete(Map.of(CALLS, calls, MONEY, money, SETTINGS, settings));
    }

    /** Polls in vain for so long. */
    ConsumerRecords<byte[], byte[]> pass(Duration duration) {
        ConsumerRecords<byte[], byte[]> last = ConsumerRecords.empty();
        for (long passedMillis = 0; passedMillis < duration.toMillis(); passedMillis += 500) {
            nowMillis += 500;
            last = poll();
        }
        return last;
    }

    static List<Long> times(ConsumerRecords<byte[], byte[]> records, TopicPartition partition) {
        return records.records(partition).stream()
                .map(ConsumerRecord::timestamp)
                .toList();
    }

    static Polled.Batch at(TopicPartition partition, long... times) {
        return new Polled.Batch(partition, times);
    }

    ConsumerRecords<byte[], byte[]> poll(Polled.Batch... batches) {
        return order.inOrder(polled.poll(batches));
    }
}
