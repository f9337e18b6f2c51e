package io.tollgate.gateway.event;

/** One side of a call, seen from the gateway. */
public enum Leg {
    CALLER,
    CALLEE
}
