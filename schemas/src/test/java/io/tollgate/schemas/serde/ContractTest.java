package io.tollgate.schemas.serde;

import static org.apache.avro.SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The schema files against what was promised: the released copies under {@code released/} (replaced at each release), and
 * the contract's own words, which {@code contract.txt} repeats by hand as the outside reads them.
 */
class ContractTest {

    @ParameterizedTest
    @MethodSource("io.tollgate.schemas.serde.Samples#topics")
    void shouldReadAndBeReadByTheReleasedVersion(Topic topic) throws IOException {
        // Given
        var current = Samples.schema(topic);
        var released = new Schema.Parser().parse(resource("/released/" + current.getName() + ".avsc"));

        // Then
        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(current, released)
                        .getType())
                .as("backward: we read what the released version wrote")
                .isEqualTo(COMPATIBLE);
        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(released, current)
                        .getType())
                .as("forward: the released version reads what we write")
                .isEqualTo(COMPATIBLE);
    }

    @ParameterizedTest
    @MethodSource("io.tollgate.schemas.serde.Samples#topics")
    void shouldDocumentEveryRecordAndField(Topic topic) {
        // When
        var undocumented = new ArrayList<String>();
        visit(Samples.schema(topic), schema -> {
            if (schema.getDoc() == null) {
                undocumented.add(schema.getFullName());
            }
            if (schema.getType() == Schema.Type.RECORD) {
                schema.getFields().stream()
                        .filter(field -> field.doc() == null)
                        .forEach(field -> undocumented.add(schema.getFullName() + "." + field.name()));
            }
        });

        // Then
        assertThat(undocumented).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.tollgate.schemas.serde.Samples#topics")
    void shouldKeepVersionHistoryAtTheTop(Topic topic) {
        // Then
        assertThat((List<?>) Samples.schema(topic).getObjectProp("history")).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.tollgate.schemas.serde.Samples#topics")
    void shouldGiveEveryEnumDefaultForSymbolsToCome(Topic topic) {
        // When
        var without = new ArrayList<String>();
        visit(Samples.schema(topic), schema -> {
            if (schema.getType() == Schema.Type.ENUM && schema.getEnumDefault() == null) {
                without.add(schema.getFullName());
            }
        });

        // Then
        assertThat(without).isEmpty();
    }

    @Test
    void shouldHaveTheNamesTypesAndDefaultsOfTheContract() throws IOException {
        // Given
        var promised = resource("/contract.txt").lines().filter(line -> !line.startsWith("#"));

        // When
        Map<String, String> described = new LinkedHashMap<>();
        Topics.ALL.stream()
                .filter(topic -> topic.value() != null)
                .forEach(topic -> visit(Samples.schema(topic), schema -> {
                    var line = describe(schema);
                    assertThat(described.merge(schema.getName(), line, (one, other) -> one))
                            .as("the same wherever it is used")
                            .isEqualTo(line);
                }));

        // Then
        assertThat(described.values()).containsExactlyInAnyOrderElementsOf(promised.toList());
    }

    /** A named type as the contract writes it: {@code ?} for a union with null, a value in brackets for the default. */
    private static String describe(Schema schema) {
        if (schema.getType() == Schema.Type.ENUM) {
            return "enum " + schema.getName() + ": " + String.join(", ", schema.getEnumSymbols());
        }
        var fields = schema.getFields().stream().map(ContractTest::describe).toList();
        return ("record " + schema.getName() + ": " + String.join(", ", fields)).strip();
    }

    private static String describe(Schema.Field field) {
        var schema = field.schema();
        var text = field.name() + " " + type(schema);
        if (schema.isNullable()) {
            assertThat(field.hasDefaultValue()).as(text + " defaults to null").isTrue();
            assertThat(schema.getTypes().get(0).getType()).isEqualTo(Schema.Type.NULL);
            return text;
        }
        if (!field.hasDefaultValue()) {
            return text;
        }
        var value = field.defaultVal();
        return text + " (" + (value instanceof String word && word.isEmpty() ? "\"\"" : value) + ")";
    }

    private static String type(Schema schema) {
        if (schema.isNullable()) {
            return type(schema.getTypes().get(1)) + "?";
        }
        return switch (schema.getType()) {
            case UNION ->
                "union "
                        + String.join(
                                "|",
                                schema.getTypes().stream().map(Schema::getName).toList());
            case ARRAY -> "array of " + type(schema.getElementType());
            case LONG -> "timestamp-micros".equals(schema.getProp("logicalType")) ? "instant" : "long";
            default -> schema.getName();
        };
    }

    /** Each named type in a schema, with everything in the namespace that was promised. */
    private static void visit(Schema schema, Consumer<Schema> visitor) {
        switch (schema.getType()) {
            case RECORD -> {
                assertThat(schema.getNamespace()).isEqualTo("io.tollgate");
                visitor.accept(schema);
                schema.getFields().forEach(field -> visit(field.schema(), visitor));
            }
            case ENUM -> {
                assertThat(schema.getNamespace()).isEqualTo("io.tollgate");
                visitor.accept(schema);
            }
            case UNION -> schema.getTypes().forEach(branch -> visit(branch, visitor));
            case ARRAY -> visit(schema.getElementType(), visitor);
            default -> {}
        }
    }

    private static String resource(String name) throws IOException {
        try (var in = Objects.requireNonNull(ContractTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
