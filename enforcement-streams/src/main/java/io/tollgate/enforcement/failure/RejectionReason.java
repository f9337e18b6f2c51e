package io.tollgate.enforcement.failure;

/** Why an input record was set aside; a tag of the counter, so there are few of them. */
public enum RejectionReason {
    /** No record of ours: bad bytes, an unknown schema. */
    UNREADABLE,
    /** A record that breaks the contract. */
    INVALID
}
