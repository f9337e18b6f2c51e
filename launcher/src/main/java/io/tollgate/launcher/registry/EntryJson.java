package io.tollgate.launcher.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.launcher.registry.RegistryEntry.Level;
import io.tollgate.launcher.registry.RegistryEntry.Life;
import io.tollgate.launcher.registry.RegistryEntry.SchemaVersion;

/** Entries as JSON: the key says what an entry is about, so that compaction leaves the newest of each. */
final class EntryJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EntryJson() {}

    static String key(RegistryEntry entry) {
        ObjectNode key = JSON.createObjectNode();
        if (entry instanceof SchemaVersion version) {
            key.put("keytype", "SCHEMA");
            key.put("subject", version.subject());
            key.put("version", version.version());
        } else if (entry instanceof Level level) {
            key.put("keytype", "CONFIG");
            key.put("subject", level.subject());
        }
        return key.toString();
    }

    static String value(RegistryEntry entry) {
        ObjectNode value = JSON.createObjectNode();
        if (entry instanceof SchemaVersion version) {
            value.put("subject", version.subject());
            value.put("version", version.version());
            value.put("id", version.id());
            value.put("schema", version.schema());
            value.put("life", version.life().name());
        } else if (entry instanceof Level level) {
            Compatibility compatibility = level.level();
            value.put("compatibilityLevel", compatibility == null ? null : compatibility.name());
        }
        return value.toString();
    }

    static RegistryEntry read(String key, String value) {
        try {
            JsonNode about = JSON.readTree(key);
            JsonNode said = JSON.readTree(value);
            return switch (about.path("keytype").asText()) {
                case "SCHEMA" ->
                    new SchemaVersion(
                            said.required("subject").asText(),
                            said.required("version").asInt(),
                            said.required("id").asInt(),
                            said.required("schema").asText(),
                            Life.valueOf(said.required("life").asText()));
                case "CONFIG" ->
                    new Level(
                            about.path("subject").isTextual()
                                    ? about.path("subject").asText()
                                    : null,
                            said.path("compatibilityLevel").isTextual()
                                    ? Compatibility.valueOf(
                                            said.path("compatibilityLevel").asText())
                                    : null);
                default -> throw new IllegalStateException("the registry's topic holds an unknown key " + key);
            };
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the registry's topic holds an unreadable entry at " + key, e);
        }
    }
}
