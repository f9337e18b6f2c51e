package io.tollgate.launcher.operator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.jspecify.annotations.Nullable;

/**
 * What can be set in a record, as its Avro schema says: a setting that a later version adds can be set without a change
 * here. Every {@code long} in these records is money, and is written as people do.
 */
final class RecordForm {

    private static final String UNSET = "-";

    private final Map<String, Field> fields;

    /** @param keys fields that the path names */
    RecordForm(Schema schema, Set<String> keys) {
        this.fields = schema.getFields().stream()
                .filter(field -> !keys.contains(field.name()))
                .collect(Collectors.toMap(Field::name, field -> field, (one, two) -> one, LinkedHashMap::new));
    }

    /**
     * What {@code KEY=VALUE}s say. A field is null where it is to be unset.
     *
     * @throws IllegalArgumentException with a line for each fault
     */
    Map<String, @Nullable Object> parse(List<String> assignments) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            String key = equals < 0 ? assignment : assignment.substring(0, equals);
            String text = equals < 0 ? "" : assignment.substring(equals + 1);
            try {
                if (equals < 0) {
                    throw new IllegalArgumentException("KEY=VALUE");
                }
                if (values.containsKey(key)) {
                    throw new IllegalArgumentException("each key once");
                }
                values.put(key, value(key, text));
            } catch (IllegalArgumentException e) {
                faults.add(key + ": '" + text + "' is refused, expected " + e.getMessage());
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return values;
    }

    /** What was there with the changes in it, for a PUT: what it leaves out is taken back to its default. */
    Map<String, @Nullable Object> merged(Map<String, @Nullable Object> current, Map<String, @Nullable Object> changes) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        fields.forEach((key, field) -> {
            Object value = changes.containsKey(key) ? changes.get(key) : current.get(key);
            // An explicit null says more than absence: an ha1 that is left out is kept.
            if (value != null || changes.containsKey(key) && field.schema().isNullable()) {
                merged.put(key, value);
            }
        });
        return merged;
    }

    /** As it is written in an assignment. */
    String shown(String key, @Nullable Object value) {
        if (value == null) {
            return UNSET;
        }
        if (value instanceof List<?> list) {
            return list.isEmpty() ? UNSET : list.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        return type(fields.get(key)) == Schema.Type.LONG && value instanceof Long micros
                ? Amount.text(micros)
                : value.toString();
    }

    private @Nullable Object value(String key, String text) {
        Field field = fields.get(key);
        if (field == null) {
            throw new IllegalArgumentException("one of the keys " + String.join(", ", fields.keySet()));
        }
        if (text.isEmpty() || text.equals(UNSET)) {
            if (!field.hasDefaultValue()) {
                throw new IllegalArgumentException("a value, it has no default");
            }
            return null;
        }
        return switch (type(field)) {
            case BOOLEAN -> truth(text);
            case INT -> whole(text);
            case LONG -> Amount.micros(text);
            case ENUM -> symbol(schema(field), text);
            case ARRAY -> Stream.of(text.split(",")).map(String::strip).toList();
            default -> text;
        };
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }

    private static int whole(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a whole number", e);
        }
    }

    private static String symbol(Schema schema, String text) {
        return schema.getEnumSymbols().stream()
                .filter(symbol -> symbol.equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("one of " + String.join(", ", schema.getEnumSymbols())));
    }

    private static Schema.Type type(Field field) {
        return schema(field).getType();
    }

    /** Without the null that it may be. */
    private static Schema schema(Field field) {
        return field.schema().getType() != Schema.Type.UNION
                ? field.schema()
                : field.schema().getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow();
    }
}
