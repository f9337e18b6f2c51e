package io.tollgate.enforcement.call;

/** Who or what ended a call; names as in the contract. */
public enum EndCause {
    CALLER,
    CALLEE,
    CANCELLED,
    FAILED,
    TERMINATED,
    TIMED_OUT,
    LOST
}
