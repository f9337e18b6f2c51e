package io.tollgate.gateway.transport;

import io.tollgate.gateway.wire.Flow;

/**
 * Is told what became of a message on its way to the kernel, which says nothing of its arrival: one of the two, at most
 * once for each send. Most want to know of a failure only.
 *
 * <p>Called on an I/O thread, or on the sending thread before {@code send} has returned: note it and act later.
 */
@FunctionalInterface
public interface SendOutcome {
    /** For messages whose loss is somebody else's to notice, such as responses over UDP. */
    SendOutcome IGNORED = (flow, fault) -> {};

    /** It was not handed to the network. */
    void onFailure(Flow flow, SendFault fault);

    /** It goes on this connection, if on any. Called on the sending thread, before {@code send} returns. */
    default void onConnection(long connection) {}

    /** It is about to be handed to the kernel: it has not arrived yet. */
    default void onWriting() {}

    /** The kernel has taken it: it may have arrived by now. */
    default void onWritten() {}
}
