package io.tollgate.gateway.proxy;

/** A call as the {@link CallTable} has it: whole, or what is left of it. Belongs to its shard. */
sealed interface TabledCall permits Call, FoldedCall {
    /** Tollgate's own id. */
    String callId();

    /** The Call-ID header. */
    String sipCallId();

    /** Whether it counts as live. */
    boolean alive();

    /** How much is kept of its messages, about. */
    long bytes();

    /** It is over, and leaves the table when its time is. */
    void forgetLater();

    /** It has left the table before that. */
    void forgotten();
}
