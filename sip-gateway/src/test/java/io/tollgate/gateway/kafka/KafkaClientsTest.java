package io.tollgate.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import io.tollgate.gateway.config.KafkaSettings;
import io.tollgate.schemas.setting.HostPort;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaClientsTest {
    private static KafkaClients clients(Map<String, String> properties) {
        return new KafkaClients(
                new KafkaSettings(
                        List.of(new HostPort("127.0.0.1", 1), new HostPort("127.0.0.2", 1)),
                        List.of(URI.create("http://127.0.0.1:1")),
                        properties,
                        1_000,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5)),
                "north");
    }

    @Test
    void shouldLetOperatorsFileSetWhatIsHis() {
        // Given
        KafkaClients clients = clients(Map.of("linger.ms", "20", "security.protocol", "SASL_SSL"));

        // When, Then
        assertThat(clients.eventProducerConfiguration())
                .containsEntry("linger.ms", "20")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("bootstrap.servers", "127.0.0.1:1,127.0.0.2:1")
                .containsEntry("client.id", "tollgate-gateway-north-events");
        assertThat(clients.viewConsumerConfiguration()).containsEntry("security.protocol", "SASL_SSL");
    }

    @Test
    void shouldKeepWhatCorrectnessRestsOn() {
        // Given
        KafkaClients clients = clients(Map.of(
                "acks", "0",
                "enable.idempotence", "false",
                "isolation.level", "read_uncommitted",
                "group.id", "mine",
                "enable.auto.commit", "true",
                "partitioner.class", "org.example.Mine",
                "value.serializer", "org.example.Serializer",
                "delivery.timeout.ms", "5"));

        // When
        Map<String, Object> producer = clients.eventProducerConfiguration();
        Map<String, Object> consumer = clients.viewConsumerConfiguration();

        // Then
        assertThat(producer)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("delivery.timeout.ms", Integer.MAX_VALUE)
                .doesNotContainKeys("partitioner.class", "value.serializer");
        assertThat(consumer)
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("enable.auto.commit", false)
                .doesNotContainKey("group.id");
    }

    @Test
    void shouldMakeClientsThatKafkaTakes() {
        // Given
        KafkaClients clients = clients(Map.of());

        // When, Then
        clients.eventProducer().close(Duration.ZERO);
        clients.heartbeatProducer().close(Duration.ZERO);
        clients.viewConsumer().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"north", "127.0.0.1-5060", "", "g", "a-longer-name.of.a-gateway_1"})
    void shouldFindPartitionWhereJavasProducersPutTheKey(String id) {
        assertThat(TopicReading.partition(id.getBytes(UTF_8), 12))
                .isEqualTo(BuiltInPartitioner.partitionForKey(id.getBytes(UTF_8), 12));
    }

    @Test
    void shouldReadWithTheDeserializerThatTheOperatorNames() {
        // Given
        KafkaClients clients = clients(Map.of("value.deserializer", StringDeserializer.class.getName()));

        // Then
        assertThat((Object) clients.deserializer(Account.class)).isInstanceOf(StringDeserializer.class);
        assertThat((Object) clients.strictDeserializer(Account.class)).isInstanceOf(StringDeserializer.class);
    }

    /** Some are in everybody's file, and Kafka takes one time-out only with the others. */
    @Test
    void shouldMakeProducersWhateverTimeOutsTheOperatorsFileHas() {
        // Given
        KafkaClients clients = clients(Map.of(
                "request.timeout.ms", "30000",
                "default.api.timeout.ms", "60000",
                "delivery.timeout.ms", "5000",
                "linger.ms", "9000"));

        // When, Then
        clients.eventProducer().close(Duration.ZERO);
        clients.heartbeatProducer().close(Duration.ZERO);
        clients.verdictProducer().close(Duration.ZERO);
        clients.dialogProducer("south").close(Duration.ZERO);
    }
}
