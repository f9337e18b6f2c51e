package io.tollgate.gateway.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import io.tollgate.gateway.config.StreamLimits;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What lies between a stream's sockets and SIP: security, and how messages are cut and wrapped. TCP has nothing there.
 *
 * <p>For all threads.
 */
interface StreamLayers {
    StreamLayers PLAIN = new StreamLayers() {};

    /**
     * Prepares a connection that a peer opened.
     *
     * @param cutter this connection's, which comes after all of this
     * @param refused is told why the connection is ended before SIP begins
     */
    default void accepted(ChannelPipeline pipeline, MessageCutter cutter, Consumer<CloseReason> refused) {}

    /** Prepares one that we open. */
    default void opened(ChannelPipeline pipeline, InetSocketAddress remote) {}

    /** Whether we can open connections. */
    default boolean opens() {
        return true;
    }

    /** Whether SIP waits for one of the events that {@link #begins} knows; otherwise it may flow at once. */
    default boolean handshakes() {
        return false;
    }

    /** Whether this event says that SIP may flow from now on. */
    default boolean begins(Object event) {
        return false;
    }

    /**
     * Whom a peer at this address has proven to be when we have a connection: a connection made for one name must not be
     * used for another at the same address (RFC 5923 section 9). Empty where nothing is proven.
     */
    default String proves(InetSocketAddress remote) {
        return "";
    }

    /** What makes messages of what comes. */
    default MessageCutter cutter(StreamLimits limits, Runnable keepAlive, Consumer<CloseReason> rejection) {
        return new StreamFraming(limits.headerBytes(), limits.bodyBytes(), keepAlive, rejection);
    }

    /** A message as it is written to the channel. */
    default Object wrapped(byte[] message) {
        return Unpooled.wrappedBuffer(message);
    }

    /** Why a connection ends on which a layer threw this. */
    default CloseReason reason(Throwable cause) {
        return CloseReason.BROKEN;
    }

    /** What is sent now and then to find out whether the peer is there, or null. */
    default @Nullable Object ping() {
        return null;
    }

    /** How often. */
    default Duration pingEvery() {
        return Duration.ofDays(1);
    }
}
