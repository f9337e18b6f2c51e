package io.tollgate.enforcement.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TimeOrderTest extends Backlogs {

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
}
