package io.tollgate.schemas.serde;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * How one record class is written and read: by {@link AvroSerializer} and {@link AvroDeserializer} over one registry, or
 * by other people's classes where an operator's client properties name some.
 *
 * <p>Needs no {@link #configure}: what is made here is complete. Ours is safe for threads.
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {

    private final Serializer<T> serializer;
    private final Deserializer<T> deserializer;

    private AvroSerde(Serializer<T> serializer, Deserializer<T> deserializer) {
        this.serializer = serializer;
        this.deserializer = deserializer;
    }

    /** Writes under ids that were registered before, reads this class alone. */
    public static <T extends SpecificRecord> AvroSerde<T> of(Class<T> type, SchemaRegistry registry) {
        return new AvroSerde<>(new AvroSerializer<>(registry), new AvroDeserializer<>(type, registry));
    }

    /**
     * The classes that {@code value.serializer} and {@code value.deserializer} name, configured with these same properties;
     * ours where they name none. What others' classes throw is theirs: of bad bytes they tell by {@link
     * org.apache.kafka.common.errors.SerializationException} at best.
     *
     * @throws ConfigException if there is no such class
     */
    public static <T extends SpecificRecord> AvroSerde<T> of(
            Class<T> type, SchemaRegistry registry, Map<String, ?> clientProperties) {
        var ours = of(type, registry);
        return new AvroSerde<>(
                chosenSerializer(ours.serializer, clientProperties),
                chosenDeserializer(ours.deserializer, clientProperties));
    }

    @SuppressWarnings("unchecked") // what a class named in a file writes, nobody can know
    private static <T> Serializer<T> chosenSerializer(Serializer<T> ours, Map<String, ?> properties) {
        var key = ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG;
        if (properties.get(key) == null) {
            return ours;
        }
        Serializer<T> chosen = instance(key, properties, Serializer.class);
        chosen.configure(properties, false);
        return chosen;
    }

    @SuppressWarnings("unchecked") // likewise
    private static <T> Deserializer<T> chosenDeserializer(Deserializer<T> ours, Map<String, ?> properties) {
        var key = ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG;
        if (properties.get(key) == null) {
            return ours;
        }
        Deserializer<T> chosen = instance(key, properties, Deserializer.class);
        chosen.configure(properties, false);
        return chosen;
    }

    private static <S> S instance(String key, Map<String, ?> properties, Class<S> kind) {
        var named = properties.get(key);
        try {
            var type = named instanceof Class<?> already ? already : Class.forName(String.valueOf(named));
            return kind.cast(type.getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException | ClassCastException | LinkageError unusable) {
            throw new ConfigException(key, named, "expected a " + kind.getSimpleName() + " on the class path");
        }
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

    @Override
    public void close() {
        serializer.close();
        deserializer.close();
    }
}
