package io.tollgate.enforcement.api;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of the contract as the API shows it: its fields by their names, instants in ISO 8601. A record within, of
 * which there may be several kinds, has its own name as {@code type}. The one secret that a record has is left out.
 */
final class RecordJson {

    private static final String SECRET = "ha1";

    private RecordJson() {}

    static Map<String, Object> of(SpecificRecord record) {
        var json = new LinkedHashMap<String, Object>();
        for (var field : record.getSchema().getFields()) {
            if (!field.name().equals(SECRET)) {
                json.put(field.name(), value(record.get(field.pos())));
            }
        }
        return json;
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value instanceof SpecificRecord within) {
            var json = new LinkedHashMap<String, Object>();
            json.put("type", within.getSchema().getName());
            json.putAll(of(within));
            return json;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(RecordJson::value).toList();
        }
        boolean isText = value instanceof Instant || value instanceof CharSequence;
        return isText || value instanceof GenericEnumSymbol || value instanceof Enum<?> ? value.toString() : value;
    }
}
