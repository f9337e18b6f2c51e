package io.tollgate.gateway.transport;

import io.tollgate.gateway.wire.Flow;

/**
 * Is told that a message was not handed to the network, at most once for each send. What is not reported was given to
 * the kernel, which says nothing of its arrival.
 *
 * <p>Called on an I/O thread, or on the sending thread before {@code send} has returned: note it and act later.
 */
@FunctionalInterface
public interface SendFailure {
    /** For messages whose loss is somebody else's to notice, such as responses over UDP. */
    SendFailure IGNORED = (flow, fault) -> {};

    void onFailure(Flow flow, SendFault fault);
}
