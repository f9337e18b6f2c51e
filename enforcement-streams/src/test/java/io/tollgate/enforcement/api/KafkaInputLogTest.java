package io.tollgate.enforcement.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.Account;
import io.tollgate.schemas.serde.RegistryUnavailable;
import io.tollgate.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

class KafkaInputLogTest {

    private static final Serializer<SpecificRecord> NAMES =
            (topic, value) -> value.getSchema().getName().getBytes(StandardCharsets.UTF_8);

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());

    @Test
    void shouldWriteKeysAsText() {
        // Given
        var log = new KafkaInputLog(producer, NAMES);

        // When
        log.append(Topics.ACCOUNTS, "zoë", null);

        // Then
        var written = producer.history().get(0);
        assertThat(written.topic()).isEqualTo("tollgate.accounts");
        assertThat(new String(written.key(), StandardCharsets.UTF_8)).isEqualTo("zoë");
        assertThat(written.value()).isNull();
    }

    @Test
    void shouldSayThatKafkaIsAwayWhenItDoesNotConfirm() {
        // Given
        producer.sendException = new TimeoutException("no metadata");
        var log = new KafkaInputLog(producer, NAMES);

        // When / Then
        assertThatThrownBy(() -> log.append(Topics.ACCOUNTS, "alice", null))
                .isInstanceOf(InputLog.Unavailable.class)
                .hasMessageContaining("Kafka");
    }

    @Test
    void shouldSayThatTheRegistryIsAwayWhenTheSchemasIdIsNotKnown() {
        // Given
        var log = new KafkaInputLog(producer, (topic, value) -> {
            throw new RegistryUnavailable("nobody answers");
        });

        // When / Then
        assertThatThrownBy(() -> log.append(
                        Topics.ACCOUNTS,
                        "alice",
                        Account.newBuilder().setAccount("alice").build()))
                .isInstanceOf(InputLog.Unavailable.class)
                .hasMessageContaining("registry");
        assertThat(producer.history()).isEmpty();
    }
}
