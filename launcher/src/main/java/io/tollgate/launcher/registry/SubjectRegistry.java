package io.tollgate.launcher.registry;

import io.tollgate.launcher.registry.RegistryEntry.Level;
import io.tollgate.launcher.registry.RegistryEntry.Life;
import io.tollgate.launcher.registry.RegistryEntry.SchemaVersion;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The registry's rules, without HTTP. Every change is first kept in the log and then shown, so nobody is given an id that
 * a restart forgets. Safe for any thread: all methods hold one lock, also while a change is being kept, which is how two
 * clients that register the same schema at once get the same id. Throws {@link RegistryFault} for what it refuses.
 */
final class SubjectRegistry {

    private final RegistryLog log;
    private final RegistryState state = new RegistryState();

    SubjectRegistry(RegistryLog log) {
        this.log = log;
        log.read().forEach(state::apply);
    }

    synchronized SchemaVersion register(String subject, String text) {
        Schema schema = SchemaText.parse(text);
        Optional<SchemaVersion> present = find(subject, schema, false);
        if (present.isPresent()) {
            return present.get();
        }
        List<String> conflicts = state.levelOf(subject).conflicts(schema, parsed(state.versions(subject, false)));
        if (!conflicts.isEmpty()) {
            throw RegistryFault.incompatible(subject, conflicts);
        }
        int id = state.idOf(schema).orElseGet(state::nextId);
        String kept = state.text(id).orElseGet(() -> SchemaText.strict(text, schema));
        return keep(new SchemaVersion(subject, state.nextVersion(subject), id, kept, Life.LIVE));
    }

    synchronized SchemaVersion lookUp(String subject, String text, boolean withDeleted) {
        versionsOf(subject, withDeleted);
        return find(subject, SchemaText.parse(text), withDeleted).orElseThrow(RegistryFault::schemaNotFound);
    }

    synchronized List<String> subjects(boolean withDeleted) {
        return state.subjects(withDeleted);
    }

    /** The versions of a subject, oldest first, never empty. */
    synchronized List<SchemaVersion> versionsOf(String subject, boolean withDeleted) {
        List<SchemaVersion> versions = state.versions(subject, withDeleted);
        if (versions.isEmpty()) {
            throw RegistryFault.subjectNotFound(subject);
        }
        return versions;
    }

    /**
     * One version.
     *
     * @param version a number from 1, or {@code latest} or its older spelling -1
     */
    synchronized SchemaVersion version(String subject, String version, boolean withDeleted) {
        int number = number(version);
        List<SchemaVersion> versions = versionsOf(subject, withDeleted);
        if (number < 0) {
            return versions.get(versions.size() - 1);
        }
        return versions.stream()
                .filter(candidate -> candidate.version() == number)
                .findFirst()
                .orElseThrow(() -> RegistryFault.versionNotFound(version));
    }

    synchronized String text(int id) {
        return state.text(id).orElseThrow(RegistryFault::schemaNotFound);
    }

    synchronized List<SchemaVersion> versionsWith(int id, boolean withDeleted) {
        text(id);
        return state.versionsWith(id, withDeleted);
    }

    /** What speaks against registering this text after one version; nothing where the subject is new. */
    synchronized List<String> conflictsWith(String subject, String version, String text) {
        Schema schema = SchemaText.parse(text);
        if (number(version) < 0 && state.versions(subject, false).isEmpty()) {
            return List.of();
        }
        return state.levelOf(subject).conflicts(schema, parsed(List.of(version(subject, version, false))));
    }

    /** As {@link #conflictsWith} for all versions that the subject's level asks for. */
    synchronized List<String> conflictsWithAll(String subject, String text) {
        return state.levelOf(subject).conflicts(SchemaText.parse(text), parsed(state.versions(subject, false)));
    }

    synchronized Compatibility globalLevel() {
        return state.globalLevel();
    }

    synchronized Compatibility levelOf(String subject, boolean elseGlobal) {
        Compatibility own = state.ownLevel(subject);
        if (own == null && !elseGlobal) {
            throw RegistryFault.noCompatibilityFor(subject);
        }
        return state.levelOf(subject);
    }

    /** Sets the level of a subject or, without one, of all that have none of their own. */
    synchronized void setLevel(@Nullable String subject, Compatibility level) {
        keep(new Level(subject, level));
    }

    /** Unsets a subject's level and tells which it was. */
    synchronized Compatibility removeLevel(String subject) {
        Compatibility before = levelOf(subject, false);
        keep(new Level(subject, null));
        return before;
    }

    synchronized List<Integer> deleteSubject(String subject, boolean permanent) {
        List<SchemaVersion> all = versionsOf(subject, true);
        List<SchemaVersion> live = state.versions(subject, false);
        if (permanent && !live.isEmpty()) {
            throw RegistryFault.subjectNotDeleted(subject);
        }
        if (!permanent && live.isEmpty()) {
            throw RegistryFault.subjectDeleted(subject);
        }
        List<SchemaVersion> hit = permanent ? all : live;
        hit.forEach(version -> keep(version.withLife(permanent ? Life.GONE : Life.DELETED)));
        return hit.stream().map(SchemaVersion::version).toList();
    }

    synchronized int deleteVersion(String subject, String version, boolean permanent) {
        SchemaVersion found = version(subject, version, permanent || number(version) > 0);
        if (permanent && found.life() == Life.LIVE) {
            throw RegistryFault.versionNotDeleted(subject, found.version());
        }
        if (!permanent && found.life() == Life.DELETED) {
            throw RegistryFault.versionDeleted(subject, found.version());
        }
        return keep(found.withLife(permanent ? Life.GONE : Life.DELETED)).version();
    }

    private <E extends RegistryEntry> E keep(E entry) {
        log.append(entry);
        state.apply(entry);
        return entry;
    }

    private Optional<SchemaVersion> find(String subject, Schema schema, boolean withDeleted) {
        return state.idOf(schema)
                .flatMap(id -> state.versions(subject, withDeleted).stream()
                        .filter(version -> version.id() == id)
                        .findFirst());
    }

    private static List<Schema> parsed(List<SchemaVersion> versions) {
        return versions.stream()
                .map(version -> SchemaText.parse(version.schema()))
                .toList();
    }

    /** A version's number; -1 for the latest. */
    private static int number(String version) {
        if (version.equals("latest") || version.equals("-1")) {
            return -1;
        }
        try {
            int number = Integer.parseInt(version);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw RegistryFault.invalidVersion(version);
        }
        throw RegistryFault.invalidVersion(version);
    }
}
