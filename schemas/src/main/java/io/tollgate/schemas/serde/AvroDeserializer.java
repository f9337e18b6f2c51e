package io.tollgate.schemas.serde;

import java.io.IOException;
import java.util.Map;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads records in Confluent's wire format into our classes, whoever wrote them and with whatever version of the schema:
 * the writer's schema is fetched by its id once, and Avro resolves it to ours (fields that we do not know are skipped,
 * missing ones get their defaults).
 *
 * <p>May be named as {@code value.deserializer} with {@code schema.registry.url}; then the writer's record name chooses
 * the class. Made for one class it takes no other.
 *
 * <p>Whatever the bytes are, the outcome is a record, {@link UnreadableRecord}, or {@link RegistryUnavailable}; no length
 * in them makes it allocate more than they could hold. Safe for threads.
 */
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

    private final @Nullable Class<T> type;
    private final ThreadLocal<@Nullable BinaryDecoder> decoders = new ThreadLocal<>();
    private @Nullable WriterSchemas<T> writers;

    /** For Kafka, which calls {@link #configure} next. */
    public AvroDeserializer() {
        type = null;
    }

    public AvroDeserializer(Class<T> type, SchemaRegistry registry) {
        this(type, registry, UnknownSymbols.DEFAULT);
    }

    private AvroDeserializer(Class<T> type, SchemaRegistry registry, UnknownSymbols unknownSymbols) {
        this.type = type;
        this.writers = new WriterSchemas<>(type, registry, unknownSymbols);
    }

    /** One to which a record with a symbol that our version does not know is unreadable; others read the default. */
    public static <T extends SpecificRecord> AvroDeserializer<T> strict(Class<T> type, SchemaRegistry registry) {
        return new AvroDeserializer<>(type, registry, UnknownSymbols.UNREADABLE);
    }

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
        if (isKey) {
            throw new ConfigException("keys are strings on every topic: use StringDeserializer");
        }
        if (writers == null) {
            writers = new WriterSchemas<>(type, HttpSchemaRegistry.configured(configuration), UnknownSymbols.DEFAULT);
        }
    }

    /**
     * @throws UnreadableRecord if these bytes are no record that this can read
     * @throws RegistryUnavailable if their schema is not known yet and no registry answers
     */
    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] message) {
        if (message == null) {
            return null;
        }
        if (writers == null) {
            throw new IllegalStateException("not configured");
        }
        var reader = writers.reader(WireFormat.idOf(message));
        var decoder = DecoderFactory.get()
                .binaryDecoder(
                        message, WireFormat.HEADER_BYTES, message.length - WireFormat.HEADER_BYTES, decoders.get());
        decoders.set(decoder);
        try {
            T value = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new UnreadableRecord("the record ends before its bytes do");
            }
            return value;
        } catch (UnreadableRecord trailing) {
            throw trailing;
        } catch (IOException | RuntimeException | StackOverflowError unreadable) {
            // Avro tells of bad bytes by exceptions of every kind (index, negative size, cast); deep nesting in a
            // stranger's field that we skip overflows the stack.
            throw new UnreadableRecord("the bytes do not fit their schema: " + unreadable, unreadable);
        }
    }
}
