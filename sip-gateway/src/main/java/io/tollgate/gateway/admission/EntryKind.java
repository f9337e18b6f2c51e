package io.tollgate.gateway.admission;

/** What a blacklist entry does with the calls that it names. */
public enum EntryKind {
    /** Refuses them. */
    DENY,
    /** Excepts them from broader entries of the same list, and from the lists behind it. */
    ALLOW
}
