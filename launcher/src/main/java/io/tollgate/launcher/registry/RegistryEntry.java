package io.tollgate.launcher.registry;

import org.jspecify.annotations.Nullable;

/** What the registry's log holds: the last entry of a key counts. Immutable. */
sealed interface RegistryEntry {

    /** The state of one version of one subject. */
    record SchemaVersion(String subject, int version, int id, String schema, Life life) implements RegistryEntry {

        SchemaVersion withLife(Life next) {
            return new SchemaVersion(subject, version, id, schema, next);
        }
    }

    /**
     * GONE is what a permanent deletion leaves: neither version nor id may be given out a second time, since records
     * that were written with the id may still exist.
     */
    enum Life {
        LIVE,
        DELETED,
        GONE
    }

    /** The level of one subject or, without a subject, of all that have none; without a level it is unset. */
    record Level(@Nullable String subject, @Nullable Compatibility level) implements RegistryEntry {}
}
