package io.tollgate.gateway.kafka;

import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.serde.AvroSerializer;
import java.nio.ByteBuffer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * One class's records as they lie in the gateway's store: a number, then Avro with the number of a schema that the store
 * has as well. Read with whatever version of Tollgate wrote them.
 *
 * <p>Safe for threads. Reading throws {@link SerializationException} for what is none.
 */
final class StoredForm<T extends SpecificRecord> {
    /** No topic's name, since no registry is asked. */
    private static final String PLACE = "stored";

    private final AvroSerializer<T> writer;
    private final AvroDeserializer<T> reader;

    StoredForm(Class<T> type, StoredSchemas schemas) {
        this.writer = new AvroSerializer<>(schemas);
        this.reader = new AvroDeserializer<>(type, schemas);
    }

    byte[] write(long number, T value) {
        byte[] body = writer.serialize(PLACE, value);
        if (body == null) {
            throw new IllegalStateException("nothing to be written");
        }
        return ByteBuffer.allocate(Long.BYTES + body.length)
                .putLong(number)
                .put(body)
                .array();
    }

    T read(byte[] stored) {
        if (stored.length <= Long.BYTES) {
            throw new SerializationException("too short");
        }
        byte[] body = new byte[stored.length - Long.BYTES];
        System.arraycopy(stored, Long.BYTES, body, 0, body.length);
        T value = reader.deserialize(PLACE, body);
        if (value == null) {
            throw new IllegalStateException("nothing was read");
        }
        return value;
    }
}
