package io.tollgate.gateway.admission;

/**
 * An entry, and where {@link EntryPages} has it. Immutable.
 *
 * @param location never 0
 */
record HeldEntry(BlacklistEntry entry, int location) {}
