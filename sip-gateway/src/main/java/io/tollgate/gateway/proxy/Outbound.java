package io.tollgate.gateway.proxy;

import io.tollgate.gateway.transport.SendOutcome;
import io.tollgate.gateway.wire.Flow;

/** Where messages leave; never blocks, keeps the order of one thread's sends on one flow. */
@FunctionalInterface
public interface Outbound {
    /** Hands a message to the network; {@code message} is not changed afterwards. */
    void send(Flow flow, byte[] message, SendOutcome outcome);
}
