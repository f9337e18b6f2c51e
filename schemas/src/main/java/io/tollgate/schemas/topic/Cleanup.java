package io.tollgate.schemas.topic;

/** What a topic forgets. */
public enum Cleanup {
    /** Records older than the retention. */
    DELETE,
    /** All but the last record of each key; a null value (tombstone) forgets the key. */
    COMPACT
}
