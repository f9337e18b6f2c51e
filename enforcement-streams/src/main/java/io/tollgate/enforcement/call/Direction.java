package io.tollgate.enforcement.call;

/** Which way a call goes, seen from Tollgate; names as in the contract. */
public enum Direction {
    OUTBOUND,
    INBOUND
}
