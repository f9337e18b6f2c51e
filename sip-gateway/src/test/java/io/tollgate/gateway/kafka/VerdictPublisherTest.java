package io.tollgate.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Action;
import io.tollgate.FraudVerdict;
import io.tollgate.gateway.admission.SourceVerdict;
import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.scenario.Await;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class VerdictPublisherTest {
    private static final GatewayIdentity GATEWAY = new GatewayIdentity("north", 42, Instant.EPOCH);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901234Z");

    private final MapRegistry registry = new MapRegistry();
    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

    private static SourceVerdict verdict(String id) {
        return new SourceVerdict(id, "192.0.2.7/32", NOW, NOW.plusSeconds(300), "automatic: failures");
    }

    @Test
    void shouldBlacklistTheSourceForAWhile() {
        // Given
        try (VerdictPublisher publisher = new VerdictPublisher(() -> kafka, new AvroSerializer<>(registry), GATEWAY)) {
            // When
            publisher.tell(verdict("v-1"));
            Await.until("a verdict", () -> publisher.written() == 1, kafka::history);

            // Then
            var record = kafka.history().get(0);
            assertThat(record.topic()).isEqualTo(Topics.VERDICTS.name());
            assertThat(new String(record.key(), UTF_8)).isEqualTo("v-1");
            assertThat(new AvroDeserializer<>(FraudVerdict.class, registry).deserialize(record.topic(), record.value()))
                    .isEqualTo(new FraudVerdict(
                            "v-1",
                            "gateway/north",
                            Instant.parse("2026-01-02T03:04:05.678901Z"),
                            Action.BLACKLIST,
                            null,
                            null,
                            null,
                            "192.0.2.7/32",
                            Instant.parse("2026-01-02T03:09:05.678901Z"),
                            "automatic: failures"));
        }
    }

    @Test
    void shouldDropWhatKafkaDoesNotTakeAndGoOn() {
        // Given
        kafka.sendException = new KafkaException("away");
        try (VerdictPublisher publisher = new VerdictPublisher(() -> kafka, new AvroSerializer<>(registry), GATEWAY)) {
            publisher.tell(verdict("v-1"));
            Await.until("given up", () -> publisher.dropped() == 1, kafka::history);
            kafka.sendException = null;

            // When
            publisher.tell(verdict("v-2"));

            // Then
            Await.until("a verdict", () -> publisher.written() == 1, kafka::history);
        }
    }

    @Test
    void shouldLetAThousandWaitAndNoMore() {
        // Given
        CountDownLatch serves = new CountDownLatch(1);
        try (VerdictPublisher publisher = new VerdictPublisher(
                () -> {
                    try {
                        serves.await();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                    return kafka;
                },
                new AvroSerializer<>(registry),
                GATEWAY)) {
            // When
            for (int i = 0; i < 1_101; i++) {
                publisher.tell(verdict("v-" + i));
            }

            // Then
            assertThat(publisher.dropped()).isEqualTo(100);
            serves.countDown();
            Await.until("the others", () -> publisher.written() == 1_001, publisher::dropped);
        }
    }
}
