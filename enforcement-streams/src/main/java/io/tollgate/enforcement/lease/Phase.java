package io.tollgate.enforcement.lease;

/** Where a gateway says that it is in a life; names as in the contract's {@code GatewayPhase}. */
public enum Phase {
    /** It has not yet learnt which calls it is to take up. */
    STARTING,
    SERVING,
    /** It takes no new calls. */
    DRAINING,
    /** It ended, and holds no calls. */
    STOPPED
}
