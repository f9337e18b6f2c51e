package io.tollgate.enforcement.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class AssignedBacklogTest {

    private static final TopicPartition CALLS = new TopicPartition("calls", 3);
    private static final TopicPartition MONEY = new TopicPartition("money", 3);

    private long nowMillis;
    private int answered = 1;
    private final AssignedBacklog backlog =
            new AssignedBacklog(() -> Duration.ofMillis(nowMillis).toNanos());
    private Set<TopicPartition> leaderless = Set.of();
    private int asked;
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(
                Collection<TopicPartition> partitions, Duration timeout) {
            asked++;
            if (!Collections.disjoint(partitions, leaderless)) {
                throw new TimeoutException("nobody leads one of " + partitions);
            }
            return endOffsets(partitions);
        }

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

    @Test
    void shouldReadTheOthersWhileAPartitionHasNoLeader() {
        // Given
        assignBoth();
        leaderless = Set.of(MONEY);

        // When
        for (int poll = 0; poll < 4; poll++) {
            poll();
        }

        // Then
        assertThat(isRead()).isTrue();
        assertThat(backlog.isRead(MONEY.topic(), MONEY.partition())).isFalse();
    }

    @Test
    void shouldAskForAPartitionWithoutALeaderOnlyNowAndThen() {
        // Given
        assignBoth();
        leaderless = Set.of(MONEY);
        for (int poll = 0; poll < 4; poll++) {
            poll();
        }
        int askedBefore = asked;

        // When
        pass(4_900);
        int askedMeanwhile = asked;
        leaderless = Set.of();
        pass(200);

        // Then
        assertThat(askedMeanwhile).isEqualTo(askedBefore);
        assertThat(asked).isEqualTo(askedBefore + 1);
        assertThat(backlog.isRead(MONEY.topic(), MONEY.partition())).isTrue();
    }

    @Test
    void shouldReadWhatIsAssignedLaterWhileAPartitionHasNoLeader() {
        // Given
        assignBoth();
        leaderless = Set.of(MONEY);
        for (int poll = 0; poll < 4; poll++) {
            poll();
        }

        // When
        backlog.forget(List.of(CALLS));
        poll();

        // Then
        assertThat(isRead()).isTrue();
    }

    @Test
    void shouldCountNothingAsReadWhenAllIsHeldBackForLong() {
        // Given a consumer that is not to fetch, which no answer can tell from a broker that is away
        assign(0);
        poll();
        consumer.pause(List.of(CALLS));
        for (int poll = 0; poll < 30; poll++) {
            nowMillis += 100;
            poll();
        }
        boolean paused = isRead();

        // When
        consumer.resume(List.of(CALLS));
        answered++;
        poll();
        poll();

        // Then
        assertThat(paused).isFalse();
        assertThat(isRead()).isTrue();
    }

    private void assignBoth() {
        consumer.assign(List.of(CALLS, MONEY));
        consumer.updateBeginningOffsets(Map.of(CALLS, 0L, MONEY, 0L));
        consumer.updateEndOffsets(Map.of(CALLS, 0L, MONEY, 0L));
    }

    /** Polls in reach of the broker. */
    private void pass(int millis) {
        for (int passed = 0; passed < millis; passed += 100) {
            nowMillis += 100;
            answered++;
            poll();
        }
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
