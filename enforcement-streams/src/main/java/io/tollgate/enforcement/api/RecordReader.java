package io.tollgate.enforcement.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.enforcement.decision.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object as a record, by the record's own schema: names, types and defaults stand there once, and what is
 * added there can be written here. Says of what it refuses which field it is. Safe for threads.
 */
final class RecordReader<T extends SpecificRecord> {

    private static final int MOST_QUOTED = 100;

    private final Class<T> type;
    private final Schema schema;
    private final SpecificData data;
    private final Set<String> ours;
    private final Set<String> shown;

    /** @param ours fields that requests do not set */
    RecordReader(Class<T> type, Set<String> ours) {
        this(type, ours, Set.of());
    }

    /**
     * Of what can be written back as it was read.
     *
     * @param shown what is read beside the record's fields, and passed over
     */
    RecordReader(Class<T> type, Set<String> ours, Set<String> shown) {
        this.shown = shown;
        this.type = type;
        this.schema = SpecificData.get().getSchema(type);
        this.data = SpecificData.getForClass(type);
        this.ours = ours;
    }

    /**
     * The record that a body means: absent is default.
     *
     * @param fixed what is known already; a body may only repeat it
     * @param assumed what is taken where the body says nothing
     * @throws InvalidInput if it means none
     */
    T read(ObjectNode body, Map<String, ?> fixed, Map<String, ?> assumed) {
        body.fieldNames().forEachRemaining(this::requireKnown);
        T record = type.cast(SpecificData.newInstance(type, schema));
        for (var field : schema.getFields()) {
            record.put(field.pos(), value(field, body.get(field.name()), fixed, assumed));
        }
        return record;
    }

    private void requireKnown(String name) {
        if (!shown.contains(name) && (schema.getField(name) == null || ours.contains(name))) {
            var quoted = name.length() <= MOST_QUOTED ? name : name.substring(0, MOST_QUOTED);
            throw InvalidInput.of(quoted, "is no field that can be set here");
        }
    }

    private @Nullable Object value(
            Schema.Field field, @Nullable JsonNode json, Map<String, ?> fixed, Map<String, ?> assumed) {
        var name = field.name();
        if (fixed.containsKey(name)) {
            var known = fixed.get(name);
            InvalidInput.unless(
                    json == null || known.equals(read(name, field.schema(), json)), name, "differs from the path's");
            return known;
        }
        if (json != null) {
            return read(name, field.schema(), json);
        }
        if (assumed.containsKey(name)) {
            return assumed.get(name);
        }
        InvalidInput.unless(field.hasDefaultValue(), name, "is missing");
        return data.getDefaultValue(field);
    }

    private @Nullable Object read(String name, Schema declared, JsonNode json) {
        return switch (declared.getType()) {
            case UNION -> json.isNull() ? null : read(name, present(declared), json);
            case BOOLEAN -> {
                InvalidInput.unless(json.isBoolean(), name, "is not true or false");
                yield json.booleanValue();
            }
            case INT -> {
                InvalidInput.unless(
                        json.isIntegralNumber() && json.canConvertToInt(), name, "is no whole number of 32 bits");
                yield json.intValue();
            }
            case LONG ->
                declared.getLogicalType() instanceof LogicalTypes.TimestampMicros
                        ? instant(name, json)
                        : whole(name, json);
            case STRING -> text(name, json);
            case ENUM -> {
                InvalidInput.unless(
                        declared.hasEnumSymbol(text(name, json)), name, "is none of " + declared.getEnumSymbols());
                yield data.createEnum(json.textValue(), declared);
            }
            case ARRAY -> list(name, declared.getElementType(), json);
            default -> throw new IllegalStateException("no request sets " + name + ", " + declared);
        };
    }

    private static Schema present(Schema union) {
        return union.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
    }

    private static long whole(String name, JsonNode json) {
        InvalidInput.unless(json.isIntegralNumber() && json.canConvertToLong(), name, "is no whole number of 64 bits");
        return json.longValue();
    }

    private static Instant instant(String name, JsonNode json) {
        try {
            return OffsetDateTime.parse(text(name, json)).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException malformed) {
            throw InvalidInput.of(name, "is no instant in ISO 8601, like 2030-01-31T12:00:00Z");
        }
    }

    private List<@Nullable Object> list(String name, Schema element, JsonNode json) {
        InvalidInput.unless(json.isArray(), name, "is no array");
        List<@Nullable Object> values = new ArrayList<>(json.size());
        json.forEach(item -> values.add(read(name, element, item)));
        return values;
    }

    /** Half a surrogate pair can be escaped in JSON, but not be written in UTF-8. */
    private static String text(String name, JsonNode json) {
        InvalidInput.unless(json.isTextual(), name, "is no text");
        var text = json.textValue();
        InvalidInput.unless(StandardCharsets.UTF_8.newEncoder().canEncode(text), name, "is no Unicode text");
        return text;
    }
}
