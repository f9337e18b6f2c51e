package io.tollgate.enforcement.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class TimeOrderTest {

    private static final TopicPartition CALLS = new TopicPartition("calls", 1);
    private static final TopicPartition MONEY = new TopicPartition("money", 1);
    private static final TopicPartition SETTINGS = new TopicPartition("settings", 1);
    private static final TopicPartition OTHER = new TopicPartition("other", 1);

    private final CompletableFuture<Void> passed = new CompletableFuture<>();
    private final Set<TopicPartition> fetched = new HashSet<>();
    private final Set<TopicPartition> closed = new HashSet<>();
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private long nowMillis;
    private final TimeOrder order = new TimeOrder(
            new Owners("calls", List.of("money", "settings")),
            () -> passed,
            fetched::contains,
            new TimeOrder.Taps(closed::add, closed::remove),
            () -> Duration.ofMillis(nowMillis).toNanos());

    @Test
    void shouldGiveMoneyBeforeTheCallThatCameAfterIt() {
        // Given
        order.assigned(List.of(CALLS, MONEY, SETTINGS));
        ConsumerRecords<byte[], byte[]> early = poll(at(CALLS, 20));

        // When
        passed.complete(null);
        ConsumerRecords<byte[], byte[]> unsettled = poll();
        fetched.addAll(Set.of(MONEY, SETTINGS, CALLS));
        ConsumerRecords<byte[], byte[]> given = poll(at(MONEY, 10, 30));

        // Then
        assertThat(early.isEmpty()).isTrue();
        assertThat(early.nextOffsets()).isEmpty();
        assertThat(unsettled.isEmpty()).isTrue();
        assertThat(times(given, MONEY)).containsExactly(10L, 30L);
        assertThat(times(given, CALLS)).containsExactly(20L);
        assertThat(given.nextOffsets()).containsOnlyKeys(MONEY, CALLS);
    }

    @Test
    void shouldHoldMoneyUntilTheCallsBeforeItAreThere() {
        // Given
        order.assigned(List.of(CALLS, MONEY, SETTINGS));
        passed.complete(null);
        fetched.addAll(Set.of(MONEY, SETTINGS));

        // When
        ConsumerRecords<byte[], byte[]> first = poll(at(MONEY, 10, 25, 40), at(SETTINGS, 5));
        ConsumerRecords<byte[], byte[]> second = poll(at(CALLS, 20, 30));
        fetched.add(CALLS);
        ConsumerRecords<byte[], byte[]> third = poll(at(CALLS, 50));
        ConsumerRecords<byte[], byte[]> after = poll(at(MONEY, 45));

        // Then
        assertThat(first.isEmpty()).isTrue();
        assertThat(times(second, MONEY)).containsExactly(10L, 25L);
        assertThat(times(second, SETTINGS)).containsExactly(5L);
        assertThat(second.nextOffsets().get(MONEY).offset()).isEqualTo(2);
        assertThat(times(third, MONEY)).containsExactly(40L);
        assertThat(third.nextOffsets().get(MONEY).offset()).isEqualTo(3);
        assertThat(times(after, MONEY)).containsExactly(45L);
    }

    @Test
    void shouldTellHowFarStreamsIs() {
        // Given
        order.assigned(List.of(CALLS, MONEY, SETTINGS));
        passed.complete(null);
        fetched.addAll(Set.of(MONEY, SETTINGS));

        // When
        poll(at(MONEY, 10, 25));
        OptionalLong held = order.heldFrom(MONEY);
        poll(at(CALLS, 20));
        OptionalLong partly = order.heldFrom(MONEY);
        fetched.add(CALLS);
        poll();

        // Then
        assertThat(held).hasValue(0);
        assertThat(partly).hasValue(1);
        assertThat(order.heldFrom(MONEY)).isEmpty();
    }

    @Test
    void shouldPollNoEventsBeforeMoneyIsThere() {
        // When
        order.assigned(List.of(CALLS, MONEY, SETTINGS));
        boolean atFirst = closed.contains(CALLS);
        order.closed(List.of(CALLS, MONEY));
        List<TopicPartition> opened = order.opened(List.of(CALLS, MONEY));
        boolean isFilledAtFirst = order.isFilled(MONEY);
        passed.complete(null);
        boolean isFilledThen = order.isFilled(MONEY);
        fetched.addAll(Set.of(MONEY, SETTINGS));
        poll();

        // Then
        assertThat(atFirst).isTrue();
        assertThat(opened).containsExactly(MONEY);
        assertThat(isFilledAtFirst).isFalse();
        assertThat(isFilledThen).isTrue();
        assertThat(closed).isEmpty();
        assertThat(order.opened(List.of(CALLS))).containsExactly(CALLS);
    }

    @Test
    void shouldLeaveClosedWhatStreamsClosed() {
        // Given
        order.assigned(List.of(CALLS, MONEY, SETTINGS));
        order.closed(List.of(CALLS));

        // When
        passed.complete(null);
        fetched.addAll(Set.of(MONEY, SETTINGS));
        poll();

        // Then
        assertThat(closed).containsExactly(CALLS);
    }

    @Test
    void shouldLetOthersPass() {
        // Given
        order.assigned(List.of(CALLS, MONEY, SETTINGS, OTHER));

        // Then
        assertThat(times(poll(at(OTHER, 7), at(CALLS, 8)), OTHER)).containsExactly(7L);
        assertThat(order.isFilled(OTHER)).isTrue();
    }

    @Test
    void shouldGiveUpWhenNothingComes() {
        // Given
        order.assigned(List.of(CALLS, MONEY, SETTINGS));
        poll(at(MONEY, 10));

        // When
        nowMillis += CatchUp.PATIENCE.toMillis();
        boolean before = poll().isEmpty();
        nowMillis++;
        ConsumerRecords<byte[], byte[]> given = poll();

        // Then
        assertThat(before).isTrue();
        assertThat(times(given, MONEY)).containsExactly(10L);
        assertThat(closed).isEmpty();
    }

    @Test
    void shouldBePatientWhileStreamsWantsNothing() {
        // Given a task that restores its stores
        order.assigned(List.of(CALLS, MONEY, SETTINGS));
        poll(at(MONEY, 10));
        order.closed(List.of(CALLS, MONEY, SETTINGS));

        // When
        nowMillis += CatchUp.PATIENCE.toMillis() * 2;
        boolean restoring = poll().isEmpty();
        order.opened(List.of(CALLS, MONEY, SETTINGS));
        nowMillis += CatchUp.PATIENCE.toMillis();

        // Then
        assertThat(restoring).isTrue();
        assertThat(poll().isEmpty()).isTrue();
    }

    @Test
    void shouldGiveUpWhenThereIsMoreThanCanBeHeld() {
        // Given
        order.assigned(List.of(CALLS, MONEY, SETTINGS));
        long[] times = LongStream.rangeClosed(0, CatchUp.MOST_HELD).toArray();

        // When
        ConsumerRecords<byte[], byte[]> most = poll(at(SETTINGS, Arrays.copyOf(times, CatchUp.MOST_HELD)));
        ConsumerRecords<byte[], byte[]> more = poll(at(SETTINGS, CatchUp.MOST_HELD));

        // Then
        assertThat(most.isEmpty()).isTrue();
        assertThat(more.count()).isEqualTo(CatchUp.MOST_HELD + 1);
    }

    @Test
    void shouldForgetWhatIsReadFromElsewhere() {
        // Given
        order.assigned(List.of(CALLS, MONEY, SETTINGS));
        passed.complete(null);
        poll(at(MONEY, 10, 11), at(SETTINGS, 9));

        // When
        order.sought(List.of(MONEY));
        next.put(MONEY, 1L);
        fetched.addAll(Set.of(MONEY, SETTINGS, CALLS));
        ConsumerRecords<byte[], byte[]> given = poll(at(MONEY, 11));

        // Then
        assertThat(times(given, MONEY)).containsExactly(11L);
        assertThat(times(given, SETTINGS)).containsExactly(9L);
    }

    @Test
    void shouldForgetWhatIsAnothers() {
        // Given
        order.assigned(List.of(CALLS, MONEY, SETTINGS));
        poll(at(MONEY, 10));

        // When
        order.revoked(List.of(CALLS, MONEY, SETTINGS));

        // Then
        assertThat(poll().isEmpty()).isTrue();
        assertThat(order.heldFrom(MONEY)).isEmpty();
        assertThat(order.opened(List.of(CALLS))).containsExactly(CALLS);
    }

    @Test
    void shouldPassMarksOfTransactions() {
        // Given
        order.assigned(List.of(CALLS, MONEY, SETTINGS));
        passed.complete(null);
        fetched.addAll(Set.of(MONEY, SETTINGS, CALLS));

        // When
        ConsumerRecords<byte[], byte[]> given =
                order.inOrder(new ConsumerRecords<>(Map.of(), Map.of(MONEY, new OffsetAndMetadata(7))));

        // Then
        assertThat(given.nextOffsets().get(MONEY).offset()).isEqualTo(7);
    }

    private static List<Long> times(ConsumerRecords<byte[], byte[]> records, TopicPartition partition) {
        return records.records(partition).stream()
                .map(ConsumerRecord::timestamp)
                .toList();
    }

    /** What a poll brings of a partition, by the instants of the records. */
    private record Batch(TopicPartition partition, long[] times) {}

    private static Batch at(TopicPartition partition, long... times) {
        return new Batch(partition, times);
    }

    private ConsumerRecords<byte[], byte[]> poll(Batch... batches) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> behind = new HashMap<>();
        for (Batch batch : batches) {
            List<ConsumerRecord<byte[], byte[]>> ofPartition = new ArrayList<>();
            for (long time : batch.times()) {
                ofPartition.add(record(batch.partition(), next.merge(batch.partition(), 1L, Long::sum) - 1, time));
            }
            records.put(batch.partition(), ofPartition);
            behind.put(batch.partition(), new OffsetAndMetadata(next.get(batch.partition())));
        }
        return order.inOrder(new ConsumerRecords<>(records, behind));
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
                java.util.Optional.empty());
    }
}
