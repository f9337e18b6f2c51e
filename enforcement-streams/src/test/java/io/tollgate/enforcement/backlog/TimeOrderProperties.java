package io.tollgate.enforcement.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

class TimeOrderProperties {

    private static final TopicPartition CALLS = new TopicPartition("calls", 0);
    private static final List<TopicPartition> ALL =
            List.of(CALLS, new TopicPartition("money", 0), new TopicPartition("settings", 0));
    private static final int MOST_OF_EACH = 30;
    private static final int LAST_TIME = 40;
    private static final int POLLS = 500;

    /**
     * Streams takes the oldest of what it was given, and before the next poll perhaps all of it: the worst for the order. Now
     * and then it closes a partition, as where its buffer is full, and opens it again.
     */
    @Property
    void shouldDecideOnABacklogInTheOrderOfTimeHoweverItIsPolled(@ForAll long seed) {
        // Given
        Random random = new Random(seed);
        Map<TopicPartition, long[]> backlog = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (TopicPartition partition : ALL) {
            long[] times = random.longs(random.nextInt(MOST_OF_EACH), 0, LAST_TIME)
                    .sorted()
                    .toArray();
            backlog.put(partition, times);
            ends.put(partition, (long) times.length);
        }
        Polled consumer = new Polled();
        CompletableFuture<Map<TopicPartition, Long>> passed = new CompletableFuture<>();
        TimeOrder order =
                new TimeOrder(new Owners("calls", List.of("money", "settings")), () -> passed, consumer, () -> 0);
        order.assigned(ALL);
        order.closed(ALL);
        order.opened(ALL);

        // When
        List<ConsumerRecord<byte[], byte[]>> decided = new ArrayList<>();
        Map<TopicPartition, Long> seen = new HashMap<>();
        Comparator<ConsumerRecord<byte[], byte[]>> oldest = Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(
                        ConsumerRecord::timestamp)
                .thenComparing(ConsumerRecord::topic)
                .thenComparingLong(ConsumerRecord::offset);
        var queue = new PriorityQueue<>(oldest);
        for (int poll = 0; poll < POLLS; poll++) {
            if (random.nextInt(10) == 0) {
                passed.complete(ends);
            }
            for (TopicPartition partition : ALL) {
                if (random.nextInt(10) == 0) {
                    order.closed(List.of(partition));
                    consumer.close(partition);
                } else {
                    order.opened(List.of(partition)).forEach(consumer::open);
                }
            }
            ConsumerRecords<byte[], byte[]> given = order.inOrder(poll(consumer, backlog, passed.isDone(), random));
            for (ConsumerRecord<byte[], byte[]> record : given) {
                queue.add(record);
                seen.merge(new TopicPartition(record.topic(), 0), 1L, Long::sum);
            }
            given.nextOffsets()
                    .forEach(
                            (partition, next) -> assertThat(next.offset()).isEqualTo(seen.getOrDefault(partition, 0L)));
            for (int left = random.nextBoolean() ? 0 : random.nextInt(queue.size() + 1); queue.size() > left; ) {
                decided.add(queue.remove());
            }
        }
        queue.stream().sorted(oldest).forEach(decided::add);

        // Then
        assertThat(seen.values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(ends.values().stream().mapToLong(Long::longValue).sum());
        assertThat(decided).isSortedAccordingTo(Comparator.comparingLong(ConsumerRecord::timestamp));
    }

    /** Settings and money are all there once the earlier stage has passed them on, and some a little before. */
    private static ConsumerRecords<byte[], byte[]> poll(
            Polled consumer, Map<TopicPartition, long[]> backlog, boolean hasPassed, Random random) {
        List<Polled.Batch> batches = new ArrayList<>();
        for (TopicPartition partition : ALL) {
            long[] lying = backlog.get(partition);
            int from = (int) consumer.position(partition);
            int there = hasPassed || partition.equals(CALLS) ? lying.length : Math.max(0, lying.length - 1);
            if (from < there && !consumer.isClosed(partition) && random.nextInt(3) == 0) {
                int to = from + 1 + random.nextInt(there - from);
                batches.add(new Polled.Batch(partition, Arrays.copyOfRange(lying, from, to)));
            }
        }
        return consumer.poll(batches.toArray(Polled.Batch[]::new));
    }
}
