package io.tollgate.gateway.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads partitions to the end that they had when it began. That is their real end: what is committed of it may be known
 * only when a transaction of somebody who died has timed out, and a gateway's newest calls may lie behind that. For one
 * thread.
 *
 * @param uncommitted sees the real end
 */
record TopicEnd(Supplier<Consumer<byte[], byte[]>> uncommitted) {
    private static final Duration POLL = Duration.ofMillis(200);

    /** Without any progress. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

    /** Where these partitions end now. */
    Map<TopicPartition, Long> of(Collection<TopicPartition> partitions) {
        try (Consumer<byte[], byte[]> seeing = uncommitted.get()) {
            return seeing.endOffsets(partitions);
        }
    }

    /**
     * Gives all up to these ends to a taker.
     *
     * @param consumer assigned, and put where reading begins
     * @throws TimeoutException if nothing comes any more before the end
     */
    static void read(
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> ends,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        long progressNanos = System.nanoTime();
        long before = -1;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(taker);
            long position = ends.keySet().stream().mapToLong(consumer::position).sum();
            long now = System.nanoTime();
            if (position != before) {
                before = position;
                progressNanos = now;
            } else if (now - progressNanos > PATIENCE_NANOS) {
                throw new TimeoutException(ends.keySet() + " cannot be read to their ends");
            }
        }
    }
}
