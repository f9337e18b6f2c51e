package io.tollgate.enforcement.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

class TimeOrderPropertyTest {

    private static final TopicPartition CALLS = new TopicPartition("calls", 0);
    private static final List<TopicPartition> ALL =
            List.of(CALLS, new TopicPartition("money", 0), new TopicPartition("settings", 0));
    private static final int MOST_OF_EACH = 30;
    private static final int LAST_TIME = 40;

    /** Streams takes the oldest of what it was given, and before the next poll perhaps all of it: the worst for the order. */
    @Property
    void shouldDecideOnABacklogInTheOrderOfTimeHoweverItIsPolled(@ForAll long seed) {
        // Given
        Random random = new Random(seed);
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> backlog = new HashMap<>();
        ALL.forEach(partition -> backlog.put(partition, lying(partition, random)));
        Map<TopicPartition, Integer> polled = new HashMap<>();
        Set<TopicPartition> closed = new HashSet<>();
        CompletableFuture<Void> passed = new CompletableFuture<>();
        TimeOrder order = new TimeOrder(
                new Owners("calls", List.of("money", "settings")),
                () -> passed,
                partition -> polled.getOrDefault(partition, 0)
                        == backlog.get(partition).size(),
                new TimeOrder.Taps(closed::add, closed::remove),
                () -> 0);
        order.assigned(ALL);

        // When
        List<ConsumerRecord<byte[], byte[]>> decided = new ArrayList<>();
        Map<TopicPartition, Long> committable = new HashMap<>();
        var queue = new PriorityQueue<ConsumerRecord<byte[], byte[]>>(
                Comparator.comparingLong((ConsumerRecord<byte[], byte[]> record) -> record.timestamp())
                        .thenComparing(ConsumerRecord::topic)
                        .thenComparingLong(ConsumerRecord::offset));
        for (int poll = 0; poll < 2_000; poll++) {
            if (random.nextInt(10) == 0) {
                passed.complete(null);
            }
            ConsumerRecords<byte[], byte[]> given = order.inOrder(poll(backlog, polled, closed, passed, random));
            given.forEach(queue::add);
            given.nextOffsets().forEach((partition, next) -> committable.put(partition, next.offset()));
            int decisions = random.nextBoolean() ? queue.size() : random.nextInt(queue.size() + 1);
            for (int i = 0; i < decisions; i++) {
                decided.add(queue.remove());
            }
            for (TopicPartition partition : ALL) {
                long seen = decided.stream()
                                .filter(record -> isOf(record, partition))
                                .count()
                        + queue.stream()
                                .filter(record -> isOf(record, partition))
                                .count();
                assertThat(committable.getOrDefault(partition, 0L)).isEqualTo(seen);
            }
        }
        decided.addAll(queue.stream().sorted(queue.comparator()).toList());

        // Then
        assertThat(decided)
                .hasSize(backlog.values().stream().mapToInt(List::size).sum());
        assertThat(decided).isSortedAccordingTo(Comparator.comparingLong(ConsumerRecord::timestamp));
        for (TopicPartition partition : ALL) {
            assertThat(decided.stream().filter(record -> isOf(record, partition)))
                    .isSortedAccordingTo(Comparator.comparingLong(ConsumerRecord::offset));
        }
    }

    private static boolean isOf(ConsumerRecord<byte[], byte[]> record, TopicPartition partition) {
        return record.topic().equals(partition.topic());
    }

    /** Settings and money only come once the earlier stage has passed them on, or a little before it says so. */
    private static ConsumerRecords<byte[], byte[]> poll(
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> backlog,
            Map<TopicPartition, Integer> polled,
            Set<TopicPartition> closed,
            CompletableFuture<Void> passed,
            Random random) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (TopicPartition partition : ALL) {
            int from = polled.getOrDefault(partition, 0);
            List<ConsumerRecord<byte[], byte[]>> lying = backlog.get(partition);
            int last = lying.size() - (passed.isDone() || partition.equals(CALLS) || lying.isEmpty() ? 0 : 1);
            if (from < last && !closed.contains(partition) && random.nextInt(3) == 0) {
                int to = from + 1 + random.nextInt(last - from);
                records.put(partition, lying.subList(from, to));
                next.put(partition, new OffsetAndMetadata(to));
                polled.put(partition, to);
            }
        }
        return new ConsumerRecords<>(records, next);
    }

    private static List<ConsumerRecord<byte[], byte[]>> lying(TopicPartition partition, Random random) {
        int size = random.nextInt(MOST_OF_EACH);
        List<Long> times = random.longs(size, 0, LAST_TIME).sorted().boxed().toList();
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int offset = 0; offset < size; offset++) {
            records.add(new ConsumerRecord<>(
                    partition.topic(),
                    partition.partition(),
                    offset,
                    times.get(offset),
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    new byte[0],
                    new byte[0],
                    new RecordHeaders(),
                    java.util.Optional.empty()));
        }
        return records;
    }
}
