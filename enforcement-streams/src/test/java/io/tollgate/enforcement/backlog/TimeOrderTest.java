package io.tollgate.enforcement.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimeOrderTest {

    private static final TopicPartition CALLS = new TopicPartition("calls", 1);
    private static final TopicPartition MONEY = new TopicPartition("money", 1);
    private static final TopicPartition SETTINGS = new TopicPartition("settings", 1);
    private static final TopicPartition OTHER = new TopicPartition("other", 1);
    private static final List<TopicPartition> ALL = List.of(CALLS, MONEY, SETTINGS, OTHER);

    private CompletableFuture<Map<TopicPartition, Long>> passed = new CompletableFuture<>();
    private final Polled polled = new Polled();
    private long nowMillis;
    private final TimeOrder order = new TimeOrder(
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

    @Test
    void shouldGiveMoneyBeforeTheCallThatCameAfterIt() {
        // Given
        order.opened(ALL);
        ConsumerRecords<byte[], byte[]> early = poll(at(CALLS, 20));

        // When
        passed(1, 2, 0);
        ConsumerRecords<byte[], byte[]> unsettled = poll(at(MONEY, 10));
        ConsumerRecords<byte[], byte[]> given = poll(at(MONEY, 30));

        // Then
        assertThat(early.isEmpty()).isTrue();
        assertThat(early.nextOffsets().get(CALLS).offset()).isZero();
        assertThat(unsettled.isEmpty()).isTrue();
        assertThat(times(given, MONEY)).containsExactly(10L, 30L);
        assertThat(times(given, CALLS)).containsExactly(20L);
        assertThat(given.nextOffsets()).containsOnlyKeys(MONEY, CALLS);
    }

    @Test
    void shouldHoldMoneyUntilTheCallsBeforeItAreThere() {
        // Given
        order.opened(ALL);
        passed(3, 3, 1);

        // When
        ConsumerRecords<byte[], byte[]> first = poll(at(MONEY, 10, 25, 40), at(SETTINGS, 5));
        ConsumerRecords<byte[], byte[]> second = poll(at(CALLS, 20, 30));
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
        order.opened(ALL);
        passed(1, 2, 0);

        // When
        poll(at(MONEY, 10, 25));
        OptionalLong held = order.heldFrom(MONEY);
        poll(at(CALLS, 20));

        // Then
        assertThat(held).hasValue(0);
        assertThat(order.heldFrom(MONEY)).isEmpty();
    }

    @Test
    void shouldPollNoEventsBeforeMoneyIsThere() {
        // When
        boolean atFirst = polled.isClosed(CALLS);
        List<TopicPartition> opened = order.opened(ALL);
        passed(0, 1, 0);
        poll();
        boolean unfilled = polled.isClosed(CALLS);
        poll(at(MONEY, 1));

        // Then
        assertThat(atFirst).isTrue();
        assertThat(opened).containsExactly(MONEY, SETTINGS, OTHER);
        assertThat(unfilled).isTrue();
        assertThat(polled.isClosed(CALLS)).isFalse();
        assertThat(order.opened(List.of(CALLS))).containsExactly(CALLS);
    }

    @Test
    void shouldLookAtWhatLiesThereOnlyWhenTheStoresAreRestored() {
        // Given what has passed before then
        var before = passed;
        before.complete(Map.of());
        poll();

        // When
        passed = new CompletableFuture<>();
        order.opened(ALL);
        ConsumerRecords<byte[], byte[]> given = poll(at(CALLS, 20));

        // Then
        assertThat(given.isEmpty()).isTrue();
        assertThat(polled.isClosed(CALLS)).isTrue();
    }

    @Test
    void shouldLeaveClosedWhatStreamsClosed() {
        // Given
        order.opened(ALL);
        order.closed(List.of(CALLS));

        // When
        passed(0, 0, 0);
        poll();

        // Then
        assertThat(polled.isClosed(CALLS)).isTrue();
    }

    @Test
    void shouldGiveNothingOfWhatStreamsClosed() {
        // Given
        order.opened(ALL);
        passed(0, 1, 1);
        poll(at(MONEY, 10));
        order.closed(List.of(MONEY));

        // When
        ConsumerRecords<byte[], byte[]> closed = poll(at(SETTINGS, 11));
        order.opened(List.of(MONEY));
        ConsumerRecords<byte[], byte[]> opened = poll();

        // Then
        assertThat(closed.isEmpty()).isTrue();
        assertThat(times(opened, MONEY)).containsExactly(10L);
        assertThat(times(opened, SETTINGS)).containsExactly(11L);
    }

    /** More money than Streams takes at once, while its thread polls and decides nothing. */
    @Test
    void shouldGiveNoEventsWhileStreamsHasNoRoomForTheMoneyBeforeThem() {
        // Given
        order.opened(ALL);
        passed(3, 3, 0);
        poll(at(MONEY, 10, 20, 30));
        poll(at(CALLS, 11));

        // When
        order.closed(List.of(MONEY));
        ConsumerRecords<byte[], byte[]> blocked = poll(at(CALLS, 21));
        boolean isClosed = polled.isClosed(CALLS);
        order.opened(List.of(MONEY));
        ConsumerRecords<byte[], byte[]> given = poll();

        // Then
        assertThat(blocked.isEmpty()).isTrue();
        assertThat(isClosed).isTrue();
        assertThat(times(given, MONEY)).containsExactly(20L);
        assertThat(times(given, CALLS)).containsExactly(21L);
        assertThat(polled.isClosed(CALLS)).isFalse();
    }

    @Test
    void shouldLetOthersPass() {
        // Given
        order.opened(ALL);

        // Then
        assertThat(times(poll(at(OTHER, 7), at(CALLS, 8)), OTHER)).containsExactly(7L);
    }

    @Test
    void shouldLetAllPassWhenItCannotBeToldHowFarTheStageIs() {
        // Given
        order.opened(ALL);
        poll(at(CALLS, 20));

        // When
        polled.seek(MONEY, -1);
        passed.complete(Map.of());

        // Then
        assertThat(times(poll(), CALLS)).containsExactly(20L);
    }

    @Test
    void shouldGiveUpWhenNothingComes() {
        // Given
        order.opened(ALL);
        passed(0, 2, 0);
        poll(at(MONEY, 10));

        // When
        boolean before = pass(CatchUp.PATIENCE).isEmpty();
        ConsumerRecords<byte[], byte[]> given = pass(Duration.ofMillis(500));

        // Then
        assertThat(before).isTrue();
        assertThat(times(given, MONEY)).containsExactly(10L);
        assertThat(polled.isClosed(CALLS)).isFalse();
    }

    @Test
    void shouldGiveUpWhenOnePartitionGetsNothingThoughOthersDo() {
        // Given money whose end does not come
        order.opened(ALL);
        passed(0, 1, 0);

        // When
        for (int i = 0; i < CatchUp.PATIENCE.toSeconds(); i++) {
            nowMillis += 1_000;
            poll(at(SETTINGS, i));
        }
        nowMillis += 1_000;

        // Then
        assertThat(poll().count()).isEqualTo((int) CatchUp.PATIENCE.toSeconds());
    }

    @Test
    void shouldBePatientWhileStreamsWantsNothing() {
        // Given a task that restores its stores
        poll();

        // When
        pass(CatchUp.PATIENCE.multipliedBy(2));
        order.opened(ALL);
        passed(1, 1, 0);
        poll(at(CALLS, 10));

        // Then
        assertThat(pass(CatchUp.PATIENCE).isEmpty()).isTrue();
    }

    @Test
    void shouldBePatientWithTheEarlierStage() {
        // Given
        order.opened(ALL);

        // When
        ConsumerRecords<byte[], byte[]> before = pass(CatchUp.PATIENCE.multipliedBy(3));
        passed(0, 1, 0);

        // Then
        assertThat(before.isEmpty()).isTrue();
        assertThat(pass(CatchUp.PATIENCE).isEmpty()).isTrue();
        assertThat(times(poll(at(MONEY, 10)), MONEY)).containsExactly(10L);
    }

    @Test
    void shouldBePatientWhenNobodyPolled() {
        // Given
        order.opened(ALL);
        passed(0, 2, 0);
        poll(at(MONEY, 10));

        // When
        nowMillis += CatchUp.PATIENCE.multipliedBy(2).toMillis();

        // Then
        assertThat(poll().isEmpty()).isTrue();
    }

    @Test
    void shouldGiveUpWhenThereIsMoreThanCanBeHeld() {
        // Given
        order.opened(ALL);
        long[] times = LongStream.rangeClosed(0, CatchUp.MOST_HELD).toArray();

        // When
        ConsumerRecords<byte[], byte[]> most = poll(at(SETTINGS, Arrays.copyOf(times, CatchUp.MOST_HELD)));
        ConsumerRecords<byte[], byte[]> more = poll(at(SETTINGS, CatchUp.MOST_HELD));

        // Then
        assertThat(most.isEmpty()).isTrue();
        assertThat(more.count()).isEqualTo(CatchUp.MOST_HELD + 1);
    }

    /** A task whose state was found corrupted: its partitions are closed, then sought, then opened. */
    @Test
    void shouldBeginAnewWhenATaskReadsFromElsewhere() {
        // Given events that pass
        order.opened(ALL);
        passed(2, 2, 1);
        poll(at(MONEY, 10, 30), at(SETTINGS, 9));
        poll(at(CALLS, 20));

        // When
        order.closed(ALL);
        ConsumerRecords<byte[], byte[]> closed = poll();
        seek(0);
        passed = new CompletableFuture<>();
        order.opened(ALL);
        ConsumerRecords<byte[], byte[]> early = poll(at(MONEY, 10, 30));
        passed(2, 2, 1);
        poll(at(SETTINGS, 9));
        ConsumerRecords<byte[], byte[]> given = poll(at(CALLS, 20, 25));

        // Then
        assertThat(closed.isEmpty()).isTrue();
        assertThat(early.isEmpty()).isTrue();
        assertThat(times(given, MONEY)).containsExactly(10L, 30L);
        assertThat(times(given, SETTINGS)).containsExactly(9L);
        assertThat(times(given, CALLS)).containsExactly(20L, 25L);
    }

    /** The task still has the offsets from before in mind, and would commit them. */
    @Test
    void shouldTellFromWhereATaskReadsThatBeginsAgainLongAfterItsStart() {
        // Given
        order.opened(ALL);
        passed(1, 1, 0);
        poll(at(MONEY, 10), at(CALLS, 20));
        poll(at(MONEY, 30), at(CALLS, 40));

        // When
        order.closed(ALL);
        seek(1);
        passed = new CompletableFuture<>();
        order.opened(ALL);
        ConsumerRecords<byte[], byte[]> first = poll();
        passed(2, 2, 1);
        ConsumerRecords<byte[], byte[]> held = poll(at(CALLS, 40));

        // Then
        assertThat(first.isEmpty()).isTrue();
        assertThat(first.nextOffsets().values())
                .extracting(OffsetAndMetadata::offset)
                .containsExactly(1L, 1L, 1L);
        assertThat(held.isEmpty()).isTrue();
    }

    private void seek(long offset) {
        for (TopicPartition partition : List.of(CALLS, MONEY, SETTINGS)) {
            order.sought(partition, new OffsetAndMetadata(offset));
            polled.seek(partition, offset);
        }
    }

    /** Offsets that were none: nobody opens the partition after it. */
    @Test
    void shouldBeginAnewAtOnceWhenOffsetsAreReset() {
        // Given
        order.opened(ALL);
        passed(1, 1, 0);
        poll(at(MONEY, 10));

        // When
        order.sought(CALLS, null);
        ConsumerRecords<byte[], byte[]> given = poll(at(CALLS, 20));

        // Then
        assertThat(times(given, MONEY)).containsExactly(10L);
        assertThat(times(given, CALLS)).containsExactly(20L);
        assertThat(polled.isClosed(CALLS)).isFalse();
    }

    @Test
    void shouldLeaveAloneWhatIsSoughtOfOthers() {
        // Given
        order.opened(ALL);
        passed(0, 0, 0);
        poll();

        // When
        order.sought(OTHER, null);
        order.sought(new TopicPartition("calls", 7), null);

        // Then
        assertThat(polled.isClosed(CALLS)).isFalse();
    }

    @Test
    void shouldForgetWhatIsAnothers() {
        // Given
        order.opened(ALL);
        poll(at(MONEY, 10));

        // When
        order.revoked(ALL);

        // Then
        assertThat(poll().isEmpty()).isTrue();
        assertThat(order.heldFrom(MONEY)).isEmpty();
        assertThat(order.opened(List.of(CALLS))).containsExactly(CALLS);
    }

    @Test
    void shouldPassMarksOfTransactions() {
        // Given
        order.opened(ALL);
        passed(0, 0, 0);

        // When
        ConsumerRecords<byte[], byte[]> given =
                order.inOrder(new ConsumerRecords<>(Map.of(), Map.of(MONEY, new OffsetAndMetadata(7))));

        // Then
        assertThat(given.nextOffsets().get(MONEY).offset()).isEqualTo(7);
    }

    private void passed(long calls, long money, long settings) {
        passed.complete(Map.of(CALLS, calls, MONEY, money, SETTINGS, settings));
    }

    /** Polls in vain for so long. */
    private ConsumerRecords<byte[], byte[]> pass(Duration duration) {
        ConsumerRecords<byte[], byte[]> last = ConsumerRecords.empty();
        for (long passedMillis = 0; passedMillis < duration.toMillis(); passedMillis += 500) {
            nowMillis += 500;
            last = poll();
        }
        return last;
    }

    private static List<Long> times(ConsumerRecords<byte[], byte[]> records, TopicPartition partition) {
        return records.records(partition).stream()
                .map(ConsumerRecord::timestamp)
                .toList();
    }

    private static Polled.Batch at(TopicPartition partition, long... times) {
        return new Polled.Batch(partition, times);
    }

    private ConsumerRecords<byte[], byte[]> poll(Polled.Batch... batches) {
        return order.inOrder(polled.poll(batches));
    }
}
