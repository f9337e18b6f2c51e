package io.tollgate.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;

/** What becomes of a record with a symbol of an enumeration that only a newer schema has. */
enum UnknownSymbols {
    /** It is read as the enumeration's default: right where what is half understood is better than nothing. */
    DEFAULT {
        @Override
        Schema reader(Schema ours) {
            return ours;
        }
    },
    /** It is unreadable: right for orders, of which another than the one that was given would be obeyed. */
    UNREADABLE {
        @Override
        Schema reader(Schema ours) {
            try {
                var tree = JSON.readTree(ours.toString());
                forgetDefaults(tree);
                return new Schema.Parser().parse(tree.toString());
            } catch (JsonProcessingException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    };

    private static final JsonMapper JSON = new JsonMapper();

    /** The schema to read with; what is registered is another matter. */
    abstract Schema reader(Schema ours);

    /** Those of enumerations only: a field that is missing has its own. */
    private static void forgetDefaults(JsonNode node) {
        if (node instanceof ObjectNode definition
                && "enum".equals(definition.path("type").textValue())) {
            definition.remove("default");
        }
        node.forEach(UnknownSymbols::forgetDefaults);
    }
}
