package io.tollgate.launcher.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.avro.Schema;

/** Reads a schema as strangers send it. */
final class SchemaText {

    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private SchemaText() {}

    /** The schema; {@link RegistryFault} 42201 with Avro's complaint where it is none. */
    static Schema parse(String text) {
        if (text.isBlank()) {
            throw RegistryFault.invalidSchema("it is empty");
        }
        try {
            return new Schema.Parser().parse(text);
        } catch (
                RuntimeException
                        e) { // a stranger's text meets Avro's parser in ways that it has no exception of its own for
            throw RegistryFault.invalidSchema(String.valueOf(e.getMessage()));
        }
    }

    /** The text itself, or Avro's rendering of it where it has comments, which other languages' readers refuse. */
    static String strict(String text, Schema schema) {
        try {
            STRICT.readTree(text);
            return text;
        } catch (JsonProcessingException e) {
            return schema.toString();
        }
    }
}
