package io.tollgate.gateway.identity;

/** Which side of Tollgate a call came from. */
public enum Direction {
    /** From a customer towards the upstream: holds a channel, may cost money. */
    OUTBOUND,
    /** From the upstream towards a customer: holds no channel, costs nothing. */
    INBOUND
}
