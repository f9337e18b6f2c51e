package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ComposedServiceTest {

    @Test
    void shouldBeWhatTheCompositionSays() {
        // When
        ComposedService kafka = ComposedService.read("kafka");
        ComposedService registry = ComposedService.read("registry");

        // Then
        assertThat(kafka.image()).startsWith("apache/kafka:");
        assertThat(kafka.environment()).containsEntry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        assertThat(kafka.health()).isEqualTo("bash -c '</dev/tcp/127.0.0.1/9092'");
        assertThat(registry.image()).startsWith("confluentinc/cp-schema-registry:");
        assertThat(registry.environment()).containsEntry("SCHEMA_REGISTRY_LISTENERS", "http://127.0.0.1:8081");
        assertThat(registry.health()).isEqualTo("curl -fsS http://127.0.0.1:8081/subjects");
    }

    @Test
    void shouldMoveEveryAddressToAnotherPort() {
        // Given
        ComposedService service = new ComposedService(
                "image:1",
                Map.of(
                        "LISTENERS", "A://127.0.0.1:9092,B://127.0.0.1:9093",
                        "LONGER", "127.0.0.1:90921",
                        "MILLIS", "9092"),
                "ask 127.0.0.1:9092 && ask 127.0.0.1/9093");

        // When a port becomes one that another had
        ComposedService moved = service.at(Map.of(9092, 9093, 9093, 7000));

        // Then
        assertThat(moved.environment())
                .containsEntry("LISTENERS", "A://127.0.0.1:9093,B://127.0.0.1:7000")
                .containsEntry("LONGER", "127.0.0.1:90921")
                .containsEntry("MILLIS", "9092");
        assertThat(moved.health()).isEqualTo("ask 127.0.0.1:9093 && ask 127.0.0.1/7000");
        assertThat(moved.image()).isEqualTo("image:1");
    }

    @Test
    void shouldRefuseAServiceThatTheCompositionDoesNotHave() {
        assertThatThrownBy(() -> ComposedService.read("kafk"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kafk");
    }
}
