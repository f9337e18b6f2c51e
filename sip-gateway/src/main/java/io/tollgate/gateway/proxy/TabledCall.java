package io.tollgate.gateway.proxy;

/** A call as the {@link CallTable} has it: whole, or what is left of it. Belongs to its shard. */
sealed interface TabledCall permits Call, FoldedCall {
    /** Tollgate's own id. */
    String callId();

    /** The Call-ID header. */
    String sipCallId();

    /** Whether it counts as live. */
    boolean alive();

    /** How much its messages hold, about. */
    long bytes();

    /** There is no room for it any more, though its time is not over. */
    void forgotten();
}
