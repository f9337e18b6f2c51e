package io.tollgate.gateway.kafka;

import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.serde.SchemaRegistry;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Our own, with the schemas of this registry. */
record RegistryDeserializers(SchemaRegistry registry) implements ViewRecords.Deserializers {
    @Override
    public <T extends SpecificRecord> Deserializer<T> deserializer(Class<T> type) {
        return new AvroDeserializer<>(type, registry);
    }

    @Override
    public <T extends SpecificRecord> Deserializer<T> strictDeserializer(Class<T> type) {
        return AvroDeserializer.strict(type, registry);
    }
}
