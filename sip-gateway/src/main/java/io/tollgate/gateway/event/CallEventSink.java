package io.tollgate.gateway.event;

/**
 * Where events leave the gateway's core. Called from every shard at once, and it never blocks: a slow or dead Kafka
 * must not hold up SIP.
 */
@FunctionalInterface
public interface CallEventSink {
    /** Takes the event, in order within its call; false: its bound is reached and the event was counted and dropped. */
    boolean publish(CallEvent event);
}
