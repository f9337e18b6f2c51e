package io.tollgate.gateway.kafka;

/** Where a gateway is in its life, as its heartbeats say. */
public enum Phase {
    /** It reads what it must know; INVITEs are refused as in overload. */
    STARTING,
    SERVING,
    /** It ends what it has and takes no new calls. */
    DRAINING,
    STOPPED
}
