package io.tollgate.enforcement.lease;

/** Whether a gateway vouches for its calls. */
public enum Lease {
    HELD,
    /** It was not heard in time: its calls are ended when the grace is over too. */
    EXPIRED,
    /** It said that it stopped. */
    RELEASED
}
