package io.tollgate.enforcement.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A task that reads from elsewhere: its state was found corrupted, or its offsets were none. */
class TimeOrderRestartTest extends Backlogs {

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
}
