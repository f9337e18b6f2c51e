package io.tollgate.enforcement.blacklist;

/** Whether an entry refuses or excepts from refusal; names as in the contract's {@code EntryKind}. */
public enum EntryKind {
    DENY,
    ALLOW
}
