package io.tollgate.enforcement.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** A record's schema in OpenAPI's words: as the API writes it in JSON. */
final class OpenApiSchema {

    private static final String SECRET = "ha1";

    private OpenApiSchema() {}

    /**
     * Its fields by their names, with what their docs say.
     *
     * @param without fields that are not in it here
     * @param optional fields that need not be said though they have no default
     */
    static ObjectNode of(Schema record, Set<String> without, Set<String> optional) {
        var object = JsonNodeFactory.instance.objectNode().put("type", "object");
        var required = JsonNodeFactory.instance.arrayNode();
        var properties = object.putObject("properties");
        for (var field : record.getFields()) {
            if (without.contains(field.name())) {
                continue;
            }
            var property = of(field.schema()).put("description", field.doc());
            if (field.name().equals(SECRET)) {
                property.put("writeOnly", true);
            }
            properties.set(field.name(), property);
            if (!field.hasDefaultValue() && !optional.contains(field.name())) {
                required.add(field.name());
            }
        }
        // OpenAPI knows no empty list here.
        if (!required.isEmpty()) {
            object.set("required", required);
        }
        return object;
    }

    private static ObjectNode of(Schema schema) {
        var json = JsonNodeFactory.instance.objectNode();
        switch (schema.getType()) {
            case UNION -> {
                return of(schema.getTypes().get(1)).put("nullable", true);
            }
            case BOOLEAN -> json.put("type", "boolean");
            case INT -> json.put("type", "integer").put("format", "int32");
            case LONG -> {
                boolean isInstant = schema.getLogicalType() instanceof LogicalTypes.TimestampMicros;
                json.put("type", isInstant ? "string" : "integer").put("format", isInstant ? "date-time" : "int64");
            }
            case STRING -> json.put("type", "string");
            case ENUM -> {
                var symbols = json.put("type", "string").putArray("enum");
                schema.getEnumSymbols().forEach(symbols::add);
            }
            case ARRAY -> json.put("type", "array").set("items", of(schema.getElementType()));
            default -> throw new IllegalStateException("no field that the API shows is " + schema);
        }
        return json;
    }
}
