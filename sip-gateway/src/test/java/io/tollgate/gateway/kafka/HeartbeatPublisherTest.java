package io.tollgate.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.GatewayHeartbeat;
import io.tollgate.GatewayPhase;
import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.scenario.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class HeartbeatPublisherTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901234Z");
    private static final GatewayIdentity GATEWAY = new GatewayIdentity("north", 42, Instant.EPOCH);
    private static final Duration OFTEN = Duration.ofMillis(10);
    private static final Duration ONCE = Duration.ofDays(1);

    private final MapRegistry registry = new MapRegistry();
    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final AtomicInteger liveCalls = new AtomicInteger(7);

    private HeartbeatPublisher publisher(Supplier<Producer<byte[], byte[]>> producers, Duration pause) {
        HeartbeatPublisher publisher = new HeartbeatPublisher(
                producers,
                new AvroSerializer<>(registry),
                GATEWAY,
                "192.0.2.7:5060",
                Duration.ofSeconds(10),
                liveCalls::get,
                InstantSource.fixed(NOW));
        publisher.begin(pause);
        return publisher;
    }

    private List<GatewayHeartbeat> beats() {
        AvroDeserializer<GatewayHeartbeat> reader = new AvroDeserializer<>(GatewayHeartbeat.class, registry);
        return kafka.history().stream()
                .map(record -> reader.deserialize(record.topic(), record.value()))
                .toList();
    }

    @Test
    void shouldVouchForCallsUnderTheGatewaysKey() {
        // Given
        HeartbeatPublisher publisher = publisher(() -> kafka, ONCE);

        // When
        Await.until("a beat", () -> !kafka.history().isEmpty(), kafka::history);

        // Then
        assertThat(beats())
                .containsExactly(new GatewayHeartbeat(
                        "north",
                        42L,
                        Instant.EPOCH,
                        Instant.parse("2026-01-02T03:04:05.678901Z"),
                        GatewayPhase.STARTING,
                        "192.0.2.7:5060",
                        10_000L,
                        7));
        assertThat(kafka.history()).allSatisfy(record -> {
            assertThat(record.topic()).isEqualTo(Topics.GATEWAYS.name());
            assertThat(new String(record.key(), UTF_8)).isEqualTo("north");
        });
        publisher.close();
    }

    @Test
    void shouldTellEachPhaseAtOnceAndStoppedAtLast() {
        // Given
        HeartbeatPublisher publisher = publisher(() -> kafka, ONCE);
        Await.until("a beat", () -> kafka.history().size() == 1, kafka::history);

        // When
        publisher.enter(Phase.SERVING);
        Await.until("told", () -> kafka.history().size() == 2, kafka::history);
        publisher.close();
        publisher.enter(Phase.SERVING);

        // Then
        assertThat(beats())
                .extracting(GatewayHeartbeat::getState)
                .containsExactly(GatewayPhase.STARTING, GatewayPhase.SERVING, GatewayPhase.STOPPED);
        assertThat(kafka.closed()).isTrue();
    }

    @Test
    void shouldBeatOnWhenABeatFailed() {
        // Given
        AtomicInteger tries = new AtomicInteger();
        HeartbeatPublisher publisher = publisher(
                () -> {
                    if (tries.incrementAndGet() < 3) {
                        throw new KafkaException("no such host");
                    }
                    return kafka;
                },
                OFTEN);

        // When
        Await.until("beats", () -> kafka.history().size() >= 2, publisher::fault);

        // Then
        assertThat(publisher.fault()).isNull();
        assertThat(publisher.sinceAcknowledged()).isNotNull();
        publisher.close();
    }
}
