package io.tollgate.gateway.event;

/** Who or what ended a call. */
public enum EndCause {
    /** The caller's BYE. */
    CALLER,
    /** The callee's BYE. */
    CALLEE,
    /** The caller's CANCEL before the answer. */
    CANCELLED,
    /** A final response other than 2xx. */
    FAILED,
    /** An order. */
    TERMINATED,
    /** Silence: no final response, or failed pings. */
    TIMED_OUT,
    /** The loss of its gateway. */
    LOST
}
