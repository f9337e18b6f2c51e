package io.tollgate.schemas.serde;

import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;

/** Records of every kind, drawn from the schema files by plain Avro. */
final class Samples {

    private Samples() {}

    /** The topics whose values are records. */
    static Stream<Topic> topics() {
        return Topics.ALL.stream().filter(topic -> topic.value() != null);
    }

    /** The schema of a topic's values as the outside sees it: the file's text, parsed. */
    static Schema schema(Topic topic) {
        return new Schema.Parser().parse(Schemas.text(Objects.requireNonNull(topic.value())));
    }

    /**
     * Random records in Avro's binary encoding; the same seed gives the same ones. Numbers have 53 bits, what JavaScript
     * can hold.
     */
    static List<byte[]> encoded(Topic topic, int count, long seed) throws IOException {
        var schema = schema(topic);
        var writer = new GenericDatumWriter<>(schema);
        var samples = new ArrayList<byte[]>();
        for (var record : new RandomData(schema, count, seed)) {
            shorten((IndexedRecord) record);
            var out = new ByteArrayOutputStream();
            var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            writer.write(record, encoder);
            samples.add(out.toByteArray());
        }
        return samples;
    }

    private static void shorten(IndexedRecord record) {
        for (var field : record.getSchema().getFields()) {
            var value = record.get(field.pos());
            if (value instanceof Long number) {
                record.put(field.pos(), number >> 11);
            } else if (value instanceof IndexedRecord nested) {
                shorten(nested);
            }
        }
    }

    /** What plain Avro reads from these bytes into our class. */
    static SpecificRecord decoded(Topic topic, byte[] encoded) throws IOException {
        var type = Objects.requireNonNull(topic.value());
        DatumReader<?> reader = SpecificData.getForClass(type)
                .createDatumReader(schema(topic), SpecificData.get().getSchema(type));
        return (SpecificRecord) reader.read(null, DecoderFactory.get().binaryDecoder(encoded, null));
    }
}
