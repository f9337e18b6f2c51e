package io.tollgate.enforcement.call;

/** A call's relation to its account's channels. */
public enum Channel {
    /** Takes none: not proven yet, inbound, or an emergency call. */
    NONE,
    /** Holds one until its end. */
    HELD,
    /** Came when there was none left and is being terminated: does not count against the others. */
    CONDEMNED,
    /** Was refused its admission and waits for its gateway to say so. */
    REFUSED
}
