package io.tollgate.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.Rate;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroSerdeTest {

    private final InMemoryRegistry registry = new InMemoryRegistry();

    @Test
    void shouldBeOursWhereNothingElseIsNamed() {
        // When
        var serde = AvroSerde.of(Rate.class, registry, Map.of("acks", "all"));

        // Then
        assertThat(serde.serializer()).isInstanceOf(AvroSerializer.class);
        assertThat(serde.deserializer()).isInstanceOf(AvroDeserializer.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.confluent.kafka.serializers.KafkaAvroSerializer", "java.lang.String"})
    void shouldNameTheClassThatIsNotOnTheClassPathOrOfNoUse(String name) {
        // Given
        var properties = Map.of("value.serializer", name);

        // Then
        assertThatThrownBy(() -> AvroSerde.of(Rate.class, registry, properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("value.serializer")
                .hasMessageContaining(name);
    }
}
