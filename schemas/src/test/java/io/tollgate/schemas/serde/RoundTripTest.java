package io.tollgate.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.schemas.topic.Topic;
import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {

    private static final int RECORDS = 200;

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>(registry);

    @BeforeEach
    void register() {
        Schemas.registerAll(registry);
    }

    @ParameterizedTest
    @MethodSource("io.tollgate.schemas.serde.Samples#topics")
    void shouldReadBackWhatWasWritten(Topic topic) throws IOException {
        // Given
        var deserializer = new AvroDeserializer<>(topic.value(), registry);

        for (var sample : Samples.encoded(topic, RECORDS, 1)) {
            var original = Samples.decoded(topic, sample);

            // When
            var read = deserializer.deserialize(topic.name(), serializer.serialize(topic.name(), original));

            // Then
            assertThat((Object) read).isEqualTo(original);
        }
    }

    @ParameterizedTest
    @MethodSource("io.tollgate.schemas.serde.Samples#topics")
    void shouldWriteBehindTheHeaderTheBytesThatAvroWrites(Topic topic) throws IOException {
        // Given
        int id = registry.lookup(topic.subject(), Schemas.text(topic.value()));

        for (var sample : Samples.encoded(topic, RECORDS, 2)) {
            // When
            var message = serializer.serialize(topic.name(), Samples.decoded(topic, sample));

            // Then
            assertThat(Arrays.copyOf(message, 5)).containsExactly(0, 0, 0, 0, id);
            assertThat(Arrays.copyOfRange(message, 5, message.length)).isEqualTo(sample);
        }
    }
}
