package io.tollgate.enforcement.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AssignedBacklogTest {

    private static final TopicPartition CALLS = new TopicPartition("calls", 3);

    private long nowMillis;
    private int answered = 1;
    private final AssignedBacklog backlog =
            new AssignedBacklog(() -> Duration.ofMillis(nowMillis).toNanos());
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
        @Override
        public Map<MetricName, ? extends Metric> metrics() {
            var answers = new Answers();
            return Map.of(answers.metricName(), answers);
        }
    };

    /** What a consumer counts of the broker's answers. */
    private final class Answers implements Metric {
        @Override
        public MetricName metricName() {
            return new MetricName("fetch-total", "consumer-fetch-manager-metrics", "", Map.of());
        }

        @Override
        public Object metricValue() {
            return (double) answered;
        }
    }

    @Test
    void shouldBeReadOnlyWhenAllThatWasThereIsProcessed() {
        // Given
        assign(2);
        add(0);
        poll();
        processed(0);
        boolean halfway = isRead();

        // When
        add(1);
        poll();
        boolean fetched = isRead();
        processed(1);

        // Then
        assertThat(halfway).isFalse();
        assertThat(fetched).isFalse();
        assertThat(isRead()).isTrue();
    }

    @Test
    void shouldBeReadWhenOnlyMarksOfTransactionsAreLeft() {
        // Given a partition read up to 1, with marks at 1 to 4
        assign(5);
        add(0);
        poll();
        processed(0);

        // When the consumer passes the marks
        consumer.seek(CALLS, 5);
        poll();

        // Then
        assertThat(isRead()).isTrue();
    }

    @Test
    void shouldStayReadWhateverComesLater() {
        // Given
        assign(0);
        poll();

        // When
        add(0);
        poll();

        // Then
        assertThat(isRead()).isTrue();
    }

    @Test
    void shouldBeginAgainWhenForgotten() {
        // Given
        assign(0);
        poll();

        // When
        backlog.forget(List.of(CALLS));
        boolean forgotten = isRead();
        consumer.updateEndOffsets(Map.of(CALLS, 1L));
        poll();

        // Then
        assertThat(forgotten).isFalse();
        assertThat(isRead()).isFalse();
        add(0);
        poll();
        processed(0);
        assertThat(isRead()).isTrue();
    }

    @Test
    void shouldKnowNothingOfWhatIsNotAssigned() {
        // Then
        assertThat(isRead()).isFalse();
    }

    @Test
    void shouldCountNothingAsReadWhileTheBrokerIsSilent() {
        // Given
        assign(0);
        poll();
        answered++;
        poll();
        boolean before = isRead();

        // When
        for (int poll = 0; poll < 30; poll++) {
            nowMillis += 100;
            poll();
        }

        // Then
        assertThat(before).isTrue();
        assertThat(isRead()).isFalse();
    }

    @Test
    void shouldReadWhatWasWrittenMeanwhileWhenTheBrokerIsBack() {
        // Given
        assign(0);
        poll();
        nowMillis += 3_000;
        poll();

        // When
        answered++;
        consumer.updateEndOffsets(Map.of(CALLS, 1L));
        poll();

        // Then
        assertThat(isRead()).isFalse();
        add(0);
        poll();
        assertThat(isRead()).isFalse();
        processed(0);
        assertThat(isRead()).isTrue();
    }

    @Test
    void shouldAwaitWhatWasFetchedBeforeWhenTheBrokerIsBack() {
        // Given what was read to its end, and a record that is fetched and not processed
        assign(0);
        poll();
        add(0);
        poll();
        boolean atHead = isRead();

        // When
        nowMillis += 3_000;
        answered++;
        consumer.updateEndOffsets(Map.of(CALLS, 1L));
        poll();

        // Then
        assertThat(atHead).isTrue();
        assertThat(isRead()).isFalse();
        processed(0);
        assertThat(isRead()).isTrue();
    }

    private void assign(long end) {
        consumer.assign(List.of(CALLS));
        consumer.updateBeginningOffsets(Map.of(CALLS, 0L));
        consumer.updateEndOffsets(Map.of(CALLS, end));
    }

    private void add(long offset) {
        consumer.addRecord(new ConsumerRecord<>(CALLS.topic(), CALLS.partition(), offset, new byte[0], new byte[0]));
    }

    private void poll() {
        backlog.polled(consumer, consumer.poll(Duration.ZERO));
    }

    private void processed(long offset) {
        backlog.processed(CALLS.topic(), CALLS.partition(), offset);
    }

    private boolean isRead() {
        return backlog.isRead(CALLS.topic(), CALLS.partition());
    }
}
