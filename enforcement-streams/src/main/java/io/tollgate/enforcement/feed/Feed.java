package io.tollgate.enforcement.feed;

import io.tollgate.enforcement.failure.Seldom;
import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.serde.RegistryUnavailable;
import io.tollgate.schemas.serde.SchemaRegistry;
import io.tollgate.schemas.serde.UnreadableRecord;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows all of what is published with one consumer that is in no group: every instance hears everything, and none
 * holds up another. What a listener makes of a record wrongly costs no other record; what else goes wrong ends at most
 * this reading, which begins again where it was. Run by one thread, closed by any.
 */
public final class Feed implements Runnable, AutoCloseable {

    /** Who is told, record by record, each partition's in its order. */
    @FunctionalInterface
    public interface Listener {
        /** Called by the thread that reads; must not wait. */
        void hear(Heard heard);
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(Feed.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Map<String, Source> sources;
    private final Map<String, AvroDeserializer<? extends SpecificRecord>> readers;
    private final List<TopicPartition> partitions;
    private final Duration history;
    private final Clock clock;
    private final List<Listener> listeners;
    private final Runnable failed;
    private final Seldom seldom = new Seldom(System::nanoTime);
    private final Seldom seldomFailed = new Seldom(System::nanoTime);
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Where to go on, and from where on things are news; of the running thread alone. */
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    private final Map<TopicPartition, Long> news = new HashMap<>();
    private volatile @Nullable Consumer<byte[], byte[]> consumer;

    /**
     * @param consumers makes one that reads what is committed
     * @param partitions of every topic
     * @param history how far back what is of late begins
     * @param listeners told of each record in this order
     * @param failed run for each record that one of them, or we, could do nothing with
     */
    public Feed(
            Supplier<Consumer<byte[], byte[]>> consumers,
            SchemaRegistry registry,
            int partitions,
            Duration history,
            Clock clock,
            List<Listener> listeners,
            Runnable failed) {
        this.consumers = consumers;
        this.sources = Source.ALL.stream()
                .collect(Collectors.toMap(source -> source.topic().name(), source -> source));
        this.readers = Source.ALL.stream()
                .collect(Collectors.toMap(
                        source -> source.topic().name(), source -> new AvroDeserializer<>(source.type(), registry)));
        this.partitions = Source.ALL.stream()
                .flatMap(source -> IntStream.range(0, partitions)
                        .mapToObj(i -> new TopicPartition(source.topic().name(), i)))
                .toList();
        this.history = history;
        this.clock = clock;
        this.listeners = List.copyOf(listeners);
        this.failed = failed;
    }

    @Override
    public void run() {
        while (closing.getCount() > 0) {
            try (var reading = consumers.get()) {
                consumer = reading;
                begin(reading);
                while (closing.getCount() > 0) {
                    for (var record : reading.poll(POLL)) {
                        hear(record);
                    }
                }
            } catch (WakeupException closed) {
                return;
            } catch (RuntimeException away) {
                seldom.tell(heldBack -> LOGGER.atWarn()
                        .addKeyValue("reason", String.valueOf(away))
                        .addKeyValue("heldBack", heldBack)
                        .log("events cannot be followed, trying again"));
                pause();
            } finally {
                consumer = null;
            }
        }
    }

    private void begin(Consumer<byte[], byte[]> reading) {
        reading.assign(partitions);
        if (positions.isEmpty()) {
            news.putAll(reading.endOffsets(partitions));
            var recent = reading.offsetsForTimes(of(Source.Beginning.RECENT).stream()
                    .collect(Collectors.toMap(
                            partition -> partition,
                            partition -> clock.instant().minus(history).toEpochMilli())));
            var first = reading.beginningOffsets(of(Source.Beginning.FIRST));
            for (var partition : partitions) {
                OffsetAndTimestamp since = recent.get(partition);
                Long earliest = first.get(partition);
                long end = news.getOrDefault(partition, 0L);
                positions.put(partition, earliest != null ? earliest : since != null ? since.offset() : end);
            }
        }
        positions.forEach(reading::seek);
    }

    private List<TopicPartition> of(Source.Beginning beginning) {
        return partitions.stream()
                .filter(partition -> source(partition.topic()).beginning() == beginning)
                .toList();
    }

    private void hear(ConsumerRecord<byte[], byte[]> record) {
        var place = new TopicPartition(record.topic(), record.partition());
        var reader = readers.get(record.topic());
        if (reader == null) {
            throw new IllegalStateException("not followed: " + record.topic());
        }
        try {
            var value = reader.deserialize(record.topic(), record.value());
            byte[] key = record.key() == null ? new byte[0] : record.key();
            var heard = new Heard(
                    source(record.topic()).type(),
                    new String(key, StandardCharsets.UTF_8),
                    value,
                    Instant.ofEpochMilli(record.timestamp()),
                    record.offset() >= news.getOrDefault(place, 0L));
            listeners.forEach(listener -> tell(listener, record, heard));
        } catch (RegistryUnavailable away) {
            throw away;
        } catch (UnreadableRecord strangers) {
            // Where it counts it is set aside by who reads it there.
            LOGGER.atDebug().addKeyValue("topic", record.topic()).log("unreadable record passed over");
        } catch (RuntimeException defect) {
            fail(record, defect);
        }
        positions.put(place, record.offset() + 1);
    }

    private void tell(Listener listener, ConsumerRecord<byte[], byte[]> record, Heard heard) {
        try {
            listener.hear(heard);
        } catch (RuntimeException defect) {
            fail(record, defect);
        }
    }

    /** Read again it would fail again, and nobody would hear anything any more. */
    private void fail(ConsumerRecord<byte[], byte[]> record, RuntimeException defect) {
        failed.run();
        seldomFailed.tell(heldBack -> LOGGER.atError()
                .setCause(defect)
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("heldBack", heldBack)
                .log("a record was followed in vain"));
    }

    private Source source(String topic) {
        var source = sources.get(topic);
        if (source == null) {
            throw new IllegalStateException("not followed: " + topic);
        }
        return source;
    }

    /** Or until it is closed. */
    private void pause() {
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            closing.countDown();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        var reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
    }
}
