package io.tollgate.schemas.serde;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * One record class for Kafka Streams: {@link AvroSerializer} and {@link AvroDeserializer} over one registry.
 *
 * <p>Safe for threads, and needs no {@link #configure}: what {@link #of} makes is complete.
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {

    private final AvroSerializer<T> serializer;
    private final AvroDeserializer<T> deserializer;

    private AvroSerde(AvroSerializer<T> serializer, AvroDeserializer<T> deserializer) {
        this.serializer = serializer;
        this.deserializer = deserializer;
    }

    /** Writes under ids that were registered before, reads this class alone. */
    public static <T extends SpecificRecord> AvroSerde<T> of(Class<T> type, SchemaRegistry registry) {
        return new AvroSerde<>(new AvroSerializer<>(registry), new AvroDeserializer<>(type, registry));
    }

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
        // Complete as made.
    }

    @Override
    public Serializer<T> serializer() {
        return serializer;
    }

    @Override
    public Deserializer<T> deserializer() {
        return deserializer;
    }
}
