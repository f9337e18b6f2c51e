package io.tollgate.enforcement.processor;

import java.util.concurrent.atomic.AtomicLong;

/** What the thread that reads all gateways' heartbeats lets the tasks know of it. Safe for threads. */
public final class GatewayNews {

    private final AtomicLong unread = new AtomicLong();

    /** A heartbeat has come that could not be read yet, whoever's it is. */
    void unread() {
        unread.incrementAndGet();
    }

    /** How many could not. */
    long unreadSoFar() {
        return unread.get();
    }
}
