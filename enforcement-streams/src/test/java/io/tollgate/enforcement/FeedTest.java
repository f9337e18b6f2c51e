package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Termination;
import io.tollgate.TerminationReason;
import io.tollgate.enforcement.feed.Feed;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FeedTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration HISTORY = Duration.ofHours(1);

    private final MemoryRegistry registry = MemoryRegistry.withAllSchemas();
    private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final List<TopicPartition> assigned = new ArrayList<>();
    private long ends = 0;
    private int failed;

    @Test
    void shouldReadWhatIsRecentAsOldAndTheRestAsNews() {
        // Given
        append(Topics.TERMINATIONS, 0, NOW.minus(HISTORY).minusSeconds(1), "ancient");
        append(Topics.TERMINATIONS, 1, NOW.minus(HISTORY).plusSeconds(1), "recent");
        append(Topics.TERMINATIONS, 2, NOW, "news");
        ends = 2;

        // When
        runUntil(2);

        // Then
        assertThat(heard).containsExactly("recent", "news!");
        assertThat(assigned).hasSize(9);
    }

    @Test
    void shouldReadTheBlacklistFromItsBeginningAndStatesFromNowOn() {
        // Given
        append(Topics.BLACKLIST, 0, NOW.minus(Duration.ofDays(300)), null);
        append(Topics.ACCOUNT_STATES, 0, NOW, null);
        append(Topics.ACCOUNT_STATES, 1, NOW, null);
        ends = 1;

        // When
        runUntil(2);

        // Then
        assertThat(heard).containsExactlyInAnyOrder("-BlacklistEntry", "-AccountState!");
    }

    @Test
    void shouldPassOverWhatCannotBeRead() {
        // Given
        log.add(new ConsumerRecord<>(
                Topics.TERMINATIONS.name(), 0, 0, new byte[0], "junk".getBytes(StandardCharsets.UTF_8)));
        append(Topics.TERMINATIONS, 1, NOW, "next");

        // When
        runUntil(1);

        // Then
        assertThat(heard).containsExactly("next!");
    }

    @Test
    void shouldGoOnWhereItWasWhenTheRegistryIsBack() {
        // Given
        append(Topics.TERMINATIONS, 0, NOW, "first");
        append(Topics.TERMINATIONS, 1, NOW, "second");
        registry.failNext(1);

        // When
        runUntil(2);

        // Then
        assertThat(heard).containsExactly("first!", "second!");
        assertThat(registry.failures()).isEqualTo(1);
    }

    @Test
    void shouldGoOnAfterARecordThatAListenerFailsAt() {
        // Given
        append(Topics.TERMINATIONS, 0, NOW, "bad");
        append(Topics.TERMINATIONS, 1, NOW, "next");

        // When
        runUntil(2);

        // Then
        assertThat(heard).containsExactly("bad!", "next!");
        assertThat(failed).isEqualTo(1);
    }

    private void append(Topic topic, long offset, Instant at, @Nullable String id) {
        var value = id == null ? null : new AvroSerializer<>(registry).serialize(topic.name(), termination(id));
        log.add(new ConsumerRecord<>(
                topic.name(),
                0,
                offset,
                at.toEpochMilli(),
                TimestampType.CREATE_TIME,
                -1,
                -1,
                "key".getBytes(StandardCharsets.UTF_8),
                value,
                new RecordHeaders(),
                Optional.empty()));
    }

    private static Termination termination(String id) {
        return Termination.newBuilder()
                .setTerminationId(id)
                .setRevision(0)
                .setIssuedAt(NOW)
                .setAt(NOW)
                .setReason(TerminationReason.OPERATOR)
                .setDetail("")
                .build();
    }

    private void runUntil(int records) {
        var holder = new ArrayList<Feed>();
        var feed = new Feed(
                LogConsumer::new,
                registry,
                1,
                HISTORY,
                Clock.fixed(NOW, ZoneOffset.UTC),
                List.of(
                        one -> {
                            if (one.value() instanceof Termination termination
                                    && termination.getTerminationId().equals("bad")) {
                                throw new IllegalStateException("on purpose");
                            }
                        },
                        one -> {
                            var name = one.value() instanceof Termination termination
                                    ? termination.getTerminationId()
                                    : "-" + one.type().getSimpleName();
                            heard.add(name + (one.live() ? "!" : ""));
                            if (heard.size() == records) {
                                holder.get(0).close();
                            }
                        }),
                () -> failed++);
        holder.add(feed);
        feed.run();
    }

    /** Reads this test's log. */
    private final class LogConsumer extends MockConsumer<byte[], byte[]> {

        LogConsumer() {
            super("earliest");
        }

        @Override
        public synchronized void assign(Collection<TopicPartition> partitions) {
            super.assign(partitions);
            assigned.clear();
            assigned.addAll(partitions);
            Map<TopicPartition, Long> beginnings = new HashMap<>();
            Map<TopicPartition, Long> endings = new HashMap<>();
            partitions.forEach(partition -> beginnings.put(partition, 0L));
            partitions.forEach(partition -> endings.put(partition, ends));
            updateBeginningOffsets(beginnings);
            updateEndOffsets(endings);
        }

        @Override
        public synchronized Map<TopicPartition, @Nullable OffsetAndTimestamp> offsetsForTimes(
                Map<TopicPartition, Long> times) {
            Map<TopicPartition, @Nullable OffsetAndTimestamp> found = new HashMap<>();
            times.forEach((partition, since) -> found.put(
                    partition,
                    log.stream()
                            .filter(record -> record.topic().equals(partition.topic()) && record.timestamp() >= since)
                            .findFirst()
                            .map(record -> new OffsetAndTimestamp(record.offset(), record.timestamp()))
                            .orElse(null)));
            return found;
        }

        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
            super.seek(partition, offset);
            log.stream()
                    .filter(record -> record.topic().equals(partition.topic()) && record.offset() >= offset)
                    .forEach(this::addRecord);
        }
    }
}
