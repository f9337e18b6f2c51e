package io.tollgate.gateway.proxy;

/** Why a source is not heard for a while; used alike in log, metric and verdict. */
public enum BlockReason {
    /** Too many requests that nobody accepted. */
    RATE,
    /** Too many wrong credentials. */
    FAILURES,
    /** It calls itself by a scanner's name. */
    SCANNER
}
