package io.tollgate.schemas.serde;

import io.tollgate.schemas.setting.SettingsRefused;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The schema files of the records on our topics. What is registered and looked up is a file's own text and never the
 * generated {@code SCHEMA$}: Avro adds Java's string type to that, which is nobody's business outside.
 *
 * <p>Immutable.
 */
public final class Schemas {

    private static final Map<Class<? extends SpecificRecord>, String> TEXTS = texts();

    private Schemas() {}

    /** The text of the schema file that the class was generated from, byte for byte. */
    public static String text(Class<? extends SpecificRecord> type) {
        var text = TEXTS.get(type);
        if (text == null) {
            throw new IllegalArgumentException(type.getName() + " is not the value of any topic");
        }
        return text;
    }

    /**
     * Registers the schema of every topic under its subject, so that whoever writes or reads next can look it up. Doing it
     * again changes nothing.
     *
     * @throws SettingsRefused if the registry does not want one, for instance as incompatible with what it has; one line
     *     for each
     * @throws RegistryUnavailable if no registry answers: call again
     */
    public static void registerAll(SchemaRegistry registry) {
        List<String> faults = new ArrayList<>();
        for (var topic : Topics.ALL) {
            var value = topic.value();
            if (value != null) {
                try {
                    registry.register(topic.subject(), text(value));
                } catch (RegistryRefusal refusal) {
                    faults.add("registry: the schema of " + topic.subject() + " was refused (" + refusal.code() + "): "
                            + refusal.getMessage());
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new SettingsRefused(faults);
        }
    }

    /**
     * Under which subject a class is looked up when it is written to a topic. Topics that are not in the catalogue are Kafka
     * Streams' own (changelogs, repartitioning): nobody registers for them, so the class's own topic lends its subject. Only
     * the id shows in the bytes.
     */
    static String subject(String topic, Class<? extends SpecificRecord> type) {
        Topic home = null;
        for (Topic each : Topics.ALL) {
            if (each.name().equals(topic)) {
                return each.subject();
            }
            if (type.equals(each.value())) {
                home = each;
            }
        }
        return home == null ? Topic.subject(topic) : home.subject();
    }

    /** The class of a record that is the value of some topic; null: none has this name. */
    static @Nullable Class<? extends SpecificRecord> named(String fullName) {
        for (var type : TEXTS.keySet()) {
            if (type.getName().equals(fullName)) {
                return type;
            }
        }
        return null;
    }

    private static Map<Class<? extends SpecificRecord>, String> texts() {
        var texts = new LinkedHashMap<Class<? extends SpecificRecord>, String>();
        for (var topic : Topics.ALL) {
            var value = topic.value();
            if (value != null) {
                texts.put(value, read(value));
            }
        }
        return Map.copyOf(texts);
    }

    private static String read(Class<?> type) {
        var file = type.getSimpleName() + ".avsc";
        try (var in = type.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not packaged beside its class");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
