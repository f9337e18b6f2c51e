package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.enforcement.backlog.Backlog;
import io.tollgate.enforcement.blacklist.Breadth;
import io.tollgate.enforcement.failure.Patience;
import io.tollgate.enforcement.metrics.EnforcementMetrics;
import io.tollgate.enforcement.processor.Surroundings;
import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The real drawing under Kafka's test driver, with a clock that the test moves. */
final class TestTopology implements AutoCloseable {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    final MemoryRegistry registry = MemoryRegistry.withAllSchemas();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final TopologyTestDriver driver;
    private final AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>(registry);
    private final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
    private final Map<String, TestOutputTopic<byte[], byte[]>> outputs = new HashMap<>();
    private final UnreadTopics backlog = new UnreadTopics();
    private Instant now = START;

    TestTopology() {
        this((attempt, waited, unavailable) -> {
            if (attempt > 3) {
                throw unavailable;
            }
        });
    }

    TestTopology(Patience patience) {
        this(patience, EnforcementTopology::build);
    }

    /** Another drawing than the service's. */
    TestTopology(Function<Surroundings, Topology> drawing) {
        this(
                (attempt, waited, unavailable) -> {
                    throw unavailable;
                },
                drawing);
    }

    private TestTopology(Patience patience, Function<Surroundings, Topology> drawing) {
        var surroundings = new Surroundings(
                registry,
                1,
                new Breadth(3, 16, 32),
                List.of("112", "911", "urn:service:sos"),
                Duration.ofSeconds(30),
                new EnforcementMetrics(meters),
                patience,
                backlog);
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory());
        driver = new TopologyTestDriver(drawing.apply(surroundings), properties, START);
    }

    private static String stateDirectory() {
        try {
            var directory = Files.createTempDirectory("tollgate-topology").toFile();
            directory.deleteOnExit();
            return directory.toString();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** An entry of an output topic; value null: a tombstone. */
    record Out<T>(String key, @Nullable T value) {}

    /** As if more of this topic had lain before its task than was read so far; null: of none. */
    void pretendUnread(@Nullable String topic) {
        backlog.unread = topic;
    }

    /** Takes the test's word for what is read. */
    private static final class UnreadTopics implements Backlog {
        private @Nullable String unread;

        @Override
        public void processed(String topic, int partition, long offset) {
            assertThat(partition).isZero();
        }

        @Override
        public boolean isRead(String topic, int partition) {
            return !topic.equals(unread);
        }
    }

    Instant now() {
        return now;
    }

    /** Lets time pass, and the clock's work happen. */
    void pass(Duration duration) {
        now = now.plus(duration);
        driver.advanceWallClockTime(duration);
    }

    void send(Topic topic, String key, @Nullable SpecificRecord value) {
        sendBytes(topic, key.getBytes(StandardCharsets.UTF_8), encode(topic, value));
    }

    byte @Nullable [] encode(Topic topic, @Nullable SpecificRecord value) {
        return serializer.serialize(topic.name(), value);
    }

    void sendBytes(Topic topic, byte @Nullable [] key, byte @Nullable [] value) {
        sendRecord(topic, new TestRecord<>(key, value, new RecordHeaders(), now));
    }

    void sendRecord(Topic topic, TestRecord<byte[], byte[]> record) {
        inputs.computeIfAbsent(
                        topic.name(),
                        name -> driver.createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer()))
                .pipeInput(record);
    }

    /** Everything new on an output topic. */
    <T extends SpecificRecord> List<Out<T>> read(Topic topic, Class<T> type) {
        var deserializer = new AvroDeserializer<>(type, registry);
        List<Out<T>> read = new ArrayList<>();
        for (var out : readBytes(topic)) {
            read.add(new Out<>(
                    new String(out.key(), StandardCharsets.UTF_8),
                    deserializer.deserialize(topic.name(), out.value())));
        }
        return read;
    }

    /** The values of everything new on an output topic. */
    <T extends SpecificRecord> List<T> values(Topic topic, Class<T> type) {
        return read(topic, type).stream().map(Out::value).toList();
    }

    List<TestRecord<byte[], byte[]>> readBytes(Topic topic) {
        return outputs.computeIfAbsent(
                        topic.name(),
                        name -> driver.createOutputTopic(
                                name, new ByteArrayDeserializer(), new ByteArrayDeserializer()))
                .readRecordsToList();
    }

    List<TestRecord<byte[], byte[]>> rejected() {
        return readBytes(Topics.REJECTED_INPUT);
    }

    /** What a rejected record's header says. */
    static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        driver.close();
    }
}
