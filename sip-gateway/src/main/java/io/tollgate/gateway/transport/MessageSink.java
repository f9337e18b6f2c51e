package io.tollgate.gateway.transport;

import io.tollgate.gateway.wire.Flow;

/**
 * Takes what arrives on the sockets.
 *
 * <p>Called on I/O threads, of which there are several: the messages of one flow come one after another and in order,
 * those of different flows at the same time. Must not block: while it runs, nothing is read.
 */
public interface MessageSink {
    /**
     * One whole SIP message.
     *
     * @param flow the way back to its sender; for a stream it names the connection
     * @param message exactly the message, its own array: leading CRLFs are gone, and on a stream the body is as long as
     *     Content-Length says. The receiver owns it
     */
    void onMessage(Flow flow, byte[] message);

    /** Likewise, where few were read together: the calling thread has the time to do what they ask for. */
    default void onMessageAmongFew(Flow flow, byte[] message) {
        onMessage(flow, message);
    }

    /**
     * A stream connection is gone; whatever was handed to it and not answered may never have arrived. Comes after the
     * connection's last message, once for each connection that was open.
     */
    default void onDisconnect(Flow flow) {}
}
