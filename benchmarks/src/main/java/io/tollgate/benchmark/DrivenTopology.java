package io.tollgate.benchmark;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.enforcement.EnforcementTopology;
import io.tollgate.enforcement.backlog.Backlog;
import io.tollgate.enforcement.blacklist.Breadth;
import io.tollgate.enforcement.metrics.EnforcementMetrics;
import io.tollgate.enforcement.processor.Surroundings;
import io.tollgate.enforcement.store.BoundedRocksDb;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.serde.Schemas;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.jspecify.annotations.Nullable;

/**
 * The whole streams application with its real stores, driven record by record and with a clock of ours: what an input or a
 * punctuation costs it, without broker and network. For one thread.
 */
final class DrivenTopology implements AutoCloseable {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final int INPUTS_BETWEEN_DRAINS = 1_000;

    private final MapRegistry registry = new MapRegistry();
    private final Path directory;
    private final TopologyTestDriver driver;
    private final AvroSerializer<SpecificRecord> serializer;
    private final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
    private Instant now = START;
    private Instant nextBeat = START;
    private int undrained;

    DrivenTopology() {
        Schemas.registerAll(registry);
        serializer = new AvroSerializer<>(registry);
        var surroundings = new Surroundings(
                registry,
                1,
                new Breadth(3, 16, 32),
                List.of("112"),
                Duration.ofSeconds(30),
                new EnforcementMetrics(new SimpleMeterRegistry()),
                (attempt, waited, unavailable) -> {
                    throw unavailable;
                },
                new Read());
        try {
            directory = Files.createTempDirectory("tollgate-benchmark");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "benchmark");
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        driver = new TopologyTestDriver(EnforcementTopology.build(surroundings), properties, START);
    }

    /** Nothing lies unread: there is no broker. */
    private static final class Read implements Backlog {
        @Override
        public void processed(String topic, int partition, long offset) {}

        @Override
        public boolean isRead(String topic, int partition) {
            return true;
        }
    }

    Instant now() {
        return now;
    }

    /** One record, and all that follows from it, carried out before it returns. */
    void send(Topic topic, String key, SpecificRecord value) {
        input(topic).pipeInput(key.getBytes(StandardCharsets.UTF_8), serializer.serialize(topic.name(), value), now);
        if (++undrained >= INPUTS_BETWEEN_DRAINS) {
            drain();
        }
    }

    /** Lets time pass by the clock, and what is due happen. */
    void pass(Duration time) {
        now = now.plus(time);
        if (!now.isBefore(nextBeat)) {
            beat();
        }
        driver.advanceWallClockTime(time);
    }

    /** The gateway of all calls lives: without this they would be lost within the minute. */
    private void beat() {
        nextBeat = now.plusSeconds(1);
        send(Topics.GATEWAYS, GatewayRecords.GATEWAY, GatewayRecords.heartbeat(START, now));
    }

    /** Throws away what came out so far, as the driver would keep it for ever. */
    void drain() {
        drain(null);
    }

    /** The same, and counts what came out on one topic. */
    long drain(@Nullable Topic counted) {
        undrained = 0;
        long count = 0;
        for (String topic : new ArrayList<>(driver.producedTopicNames())) {
            long size = driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList()
                    .size();
            count += counted != null && counted.name().equals(topic) ? size : 0;
        }
        return count;
    }

    private TestInputTopic<byte[], byte[]> input(Topic topic) {
        return inputs.computeIfAbsent(
                topic.name(),
                name -> driver.createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    @Override
    public void close() {
        driver.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
