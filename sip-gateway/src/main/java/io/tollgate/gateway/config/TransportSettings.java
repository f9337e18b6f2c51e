package io.tollgate.gateway.config;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the gateway listens and what its sockets may hold.
 *
 * <p>Immutable.
 *
 * @param sip address that UDP and TCP are both bound to; port 0 takes one that is free for both
 * @param udpReceiveBytes socket buffer asked of the kernel, which may give less: what comes in a burst longer than it is
 *     lost
 * @param udpQueuedMessages most datagrams that wait to be sent
 * @param udpMaxBytes longest request that goes to the upstream's side by UDP and not by TCP; 0: any
 * @param streams limits of the connections of each stream transport
 * @param sips address for TLS; null: none
 * @param tls how TLS is spoken; null where no listener needs it
 * @param webSocket SIP over WebSocket
 */
public record TransportSettings(
        InetSocketAddress sip,
        int udpReceiveBytes,
        int udpQueuedMessages,
        int udpMaxBytes,
        StreamLimits streams,
        @Nullable InetSocketAddress sips,
        @Nullable TlsSettings tls,
        WebSocketSettings webSocket) {

    /** 4 MiB: half a second of 4,000 calls/s at a kilobyte a message. */
    public static final int DEFAULT_UDP_RECEIVE_BYTES = 4 << 20;

    /** A tenth of a second of what one socket can send. */
    public static final int DEFAULT_UDP_QUEUED_MESSAGES = 16_384;

    /** RFC 3261 section 18.1.1, where the path's MTU is not known. */
    public static final int DEFAULT_UDP_MAX_BYTES = 1_300;

    public TransportSettings {
        if (sip.isUnresolved()) {
            throw new IllegalArgumentException("sip: " + sip + ", expected an address that resolves");
        }
        if (udpReceiveBytes < 1) {
            throw new IllegalArgumentException("udp-receive-bytes: " + udpReceiveBytes + ", expected 1 or more");
        }
        if (udpQueuedMessages < 1) {
            throw new IllegalArgumentException("udp-queued-messages: " + udpQueuedMessages + ", expected 1 or more");
        }
        if (tls == null && (sips != null || webSocket.secure() != null)) {
            throw new IllegalArgumentException("sips and wss need tls-cert and tls-key");
        }
    }

    /** The defaults for everything but the address. */
    public static TransportSettings on(InetSocketAddress sip) {
        return new TransportSettings(
                sip,
                DEFAULT_UDP_RECEIVE_BYTES,
                DEFAULT_UDP_QUEUED_MESSAGES,
                DEFAULT_UDP_MAX_BYTES,
                StreamLimits.DEFAULTS,
                null,
                null,
                WebSocketSettings.OFF);
    }

    /** The same with other limits for streams. */
    public TransportSettings withStreams(StreamLimits limits) {
        return new TransportSettings(
                sip, udpReceiveBytes, udpQueuedMessages, udpMaxBytes, limits, sips, tls, webSocket);
    }

    /** The same with TLS there. */
    public TransportSettings withTls(InetSocketAddress address, TlsSettings how) {
        return new TransportSettings(
                sip, udpReceiveBytes, udpQueuedMessages, udpMaxBytes, streams, address, how, webSocket);
    }

    /** The same with WebSocket. */
    public TransportSettings withWebSocket(WebSocketSettings web) {
        return new TransportSettings(sip, udpReceiveBytes, udpQueuedMessages, udpMaxBytes, streams, sips, tls, web);
    }
}
