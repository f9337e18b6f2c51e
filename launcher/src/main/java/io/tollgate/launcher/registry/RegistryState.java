package io.tollgate.launcher.registry;

import io.tollgate.launcher.registry.RegistryEntry.Level;
import io.tollgate.launcher.registry.RegistryEntry.Life;
import io.tollgate.launcher.registry.RegistryEntry.SchemaVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What all entries of the log come to. Two texts are one schema when Avro writes them alike: white space and the order of
 * attributes do not matter, documentation and defaults do. Not safe for several threads: {@link SubjectRegistry} owns it.
 */
final class RegistryState {

    private final NavigableMap<String, NavigableMap<Integer, SchemaVersion>> subjects = new TreeMap<>();
    private final Map<Integer, String> textById = new HashMap<>();
    private final Map<String, Integer> idByCanonical = new HashMap<>();
    private final Map<String, Compatibility> levels = new HashMap<>();
    private Compatibility globalLevel = Compatibility.BACKWARD;
    private int lastId;

    void apply(RegistryEntry entry) {
        if (entry instanceof SchemaVersion version) {
            subjects.computeIfAbsent(version.subject(), subject -> new TreeMap<>())
                    .put(version.version(), version);
            textById.putIfAbsent(version.id(), version.schema());
            idByCanonical.putIfAbsent(canonical(version.schema()), version.id());
            lastId = Math.max(lastId, version.id());
        } else if (entry instanceof Level level) {
            apply(level);
        } else {
            throw new IllegalStateException("unknown entry " + entry);
        }
    }

    private void apply(Level entry) {
        Compatibility level = entry.level();
        String subject = entry.subject();
        if (subject == null) {
            globalLevel = level == null ? Compatibility.BACKWARD : level;
        } else if (level == null) {
            levels.remove(subject);
        } else {
            levels.put(subject, level);
        }
    }

    static String canonical(String text) {
        return SchemaText.parse(text).toString();
    }

    /** The text as it was first registered. */
    Optional<String> text(int id) {
        return Optional.ofNullable(textById.get(id));
    }

    /** The id that this schema has already, in whatever subject. */
    Optional<Integer> idOf(Schema schema) {
        return Optional.ofNullable(idByCanonical.get(schema.toString()));
    }

    int nextId() {
        return lastId + 1;
    }

    int nextVersion(String subject) {
        var versions = subjects.get(subject);
        return versions == null ? 1 : versions.lastKey() + 1;
    }

    /** Oldest first; none for an unknown subject. */
    List<SchemaVersion> versions(String subject, boolean withDeleted) {
        var versions = subjects.get(subject);
        return versions == null ? List.of() : visible(versions.values(), withDeleted);
    }

    /** Every subject that has a version to show. */
    List<String> subjects(boolean withDeleted) {
        return subjects.keySet().stream()
                .filter(subject -> !versions(subject, withDeleted).isEmpty())
                .toList();
    }

    List<SchemaVersion> versionsWith(int id, boolean withDeleted) {
        List<SchemaVersion> found = new ArrayList<>();
        for (String subject : subjects.keySet()) {
            versions(subject, withDeleted).stream()
                    .filter(version -> version.id() == id)
                    .forEach(found::add);
        }
        return found;
    }

    Compatibility globalLevel() {
        return globalLevel;
    }

    @Nullable
    Compatibility ownLevel(String subject) {
        return levels.get(subject);
    }

    Compatibility levelOf(String subject) {
        return levels.getOrDefault(subject, globalLevel);
    }

    private static List<SchemaVersion> visible(Collection<SchemaVersion> versions, boolean withDeleted) {
        return versions.stream()
                .filter(version -> version.life() == Life.LIVE || withDeleted && version.life() == Life.DELETED)
                .toList();
    }
}
