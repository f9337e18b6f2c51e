package io.tollgate.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.tollgate.Account;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Apicurio's serde as a stranger: it looks up what was registered, and writes and reads what we read and write. */
class ApicurioIT {

    private static final int RECORDS = 20;

    private final InMemoryRegistry store = new InMemoryRegistry();
    private final RegistryServer server = new RegistryServer(store);
    private final Serializer<SpecificRecord> ours = new AvroSerializer<>(store);

    @BeforeEach
    void register() {
        Schemas.registerAll(store);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("io.tollgate.schemas.serde.Samples#topics")
    void shouldReadWhatApicurioWrites(Topic topic) throws IOException {
        // Given
        try (Serializer<Object> apicurio = new AvroKafkaSerializer<>();
                var deserializer = new AvroDeserializer<>(topic.value(), store)) {
            apicurio.configure(configuration(false), false);

            for (var sample : Samples.encoded(topic, RECORDS, 3)) {
                var original = Samples.decoded(topic, sample);

                // When
                var fromGeneric = apicurio.serialize(topic.name(), generic(topic, sample));
                var fromSpecific = apicurio.serialize(topic.name(), original);

                // Then
                assertThat(fromGeneric).isEqualTo(ours.serialize(topic.name(), original));
                assertThat(fromSpecific).isEqualTo(fromGeneric);
                assertThat((Object) deserializer.deserialize(topic.name(), fromGeneric))
                        .isEqualTo(original);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tollgate.schemas.serde.Samples#topics")
    void shouldBeReadByApicurio(Topic topic) throws IOException {
        // Given
        try (Deserializer<Object> generic = new AvroKafkaDeserializer<>();
                Deserializer<Object> specific = new AvroKafkaDeserializer<>()) {
            generic.configure(configuration(false), false);
            specific.configure(configuration(true), false);

            for (var sample : Samples.encoded(topic, RECORDS, 4)) {
                var original = Samples.decoded(topic, sample);

                // When
                var message = ours.serialize(topic.name(), original);

                // Then
                assertThat(generic.deserialize(topic.name(), message)).isEqualTo(generic(topic, sample));
                assertThat(specific.deserialize(topic.name(), message)).isEqualTo(original);
            }
        }
    }

    @Test
    void shouldTakeTheClassesThatClientPropertiesName() throws IOException {
        // Given
        var original = Samples.decoded(
                Topics.ACCOUNTS, Samples.encoded(Topics.ACCOUNTS, 1, 6).get(0));
        var properties = new HashMap<>(configuration(true));
        properties.put("value.serializer", AvroKafkaSerializer.class.getName());
        properties.put("value.deserializer", AvroKafkaDeserializer.class.getName());

        // When
        try (var serde = AvroSerde.of(Account.class, store, properties)) {
            var message = serde.serializer().serialize(Topics.ACCOUNTS.name(), (Account) original);
            var read = serde.deserializer().deserialize(Topics.ACCOUNTS.name(), message);

            // Then
            assertThat((Object) read).isEqualTo(original);
            assertThat(message).isEqualTo(ours.serialize(Topics.ACCOUNTS.name(), original));
            assertThat(serde.serializer()).isInstanceOf(AvroKafkaSerializer.class);
            assertThat(serde.deserializer()).isInstanceOf(AvroKafkaDeserializer.class);
        }
    }

    private Map<String, Object> configuration(boolean specific) {
        return Map.of(
                "apicurio.registry.url",
                server.url().toString(),
                "apicurio.registry.find-latest",
                true,
                "apicurio.registry.use-specific-avro-reader",
                specific,
                "apicurio.registry.retry-count",
                0);
    }

    private static GenericRecord generic(Topic topic, byte[] encoded) throws IOException {
        var reader = new GenericDatumReader<GenericRecord>(Samples.schema(topic));
        return reader.read(null, DecoderFactory.get().binaryDecoder(encoded, null));
    }
}
