package io.tollgate.enforcement.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.junit.jupiter.api.Test;

/** How long the order of time is worth waiting for. */
class TimeOrderPatienceTest extends Backlogs {

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
}
