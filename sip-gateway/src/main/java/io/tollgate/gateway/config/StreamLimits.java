package io.tollgate.gateway.config;

import java.time.Duration;

/**
 * What one TCP, TLS or WebSocket connection may cost us. A stranger can open connections, promise a body of 2 GiB, send one
 * byte a minute or never read: each of these has its bound here.
 *
 * <p>Immutable. Sizes in bytes, the units of time in the names of the settings they come from.
 *
 * @param headerBytes longest start line and headers together
 * @param bodyBytes longest body; a Content-Length above it closes the connection, nothing is allocated for it
 * @param connections most connections that strangers hold open to us; as many may be opened by us
 * @param connectionsPerSource most of them from one address
 * @param connectTimeout longest wait for a peer to accept our connection
 * @param messageTimeout longest time from a connection's accept to its first whole message, and from any message's
 *     first byte to its last
 * @param writeTimeout longest time that a peer may leave our bytes unread
 * @param idleTimeout a connection on which nothing came for so long is closed
 * @param queuedMessages most messages that wait for one connection
 * @param queuedBytes most bytes that wait for one connection
 */
public record StreamLimits(
        int headerBytes,
        int bodyBytes,
        int connections,
        int connectionsPerSource,
        Duration connectTimeout,
        Duration messageTimeout,
        Duration writeTimeout,
        Duration idleTimeout,
        int queuedMessages,
        int queuedBytes) {

    /**
     * Idle time is a little above the usual registration of an hour: a shorter one would cut off phones behind NAT that
     * send no keep-alives.
     */
    public static final StreamLimits DEFAULTS = new StreamLimits(
            65_536,
            262_144,
            20_000,
            1_000,
            Duration.ofSeconds(4),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(3_700),
            1_024,
            1_048_576);

    public StreamLimits {
        atLeastOne("tcp-header-bytes", headerBytes);
        atLeastOne("tcp-body-bytes", bodyBytes);
        atLeastOne("tcp-connections", connections);
        atLeastOne("tcp-connections-per-source", connectionsPerSource);
        positive("tcp-connect-millis", connectTimeout);
        positive("tcp-message-seconds", messageTimeout);
        positive("tcp-write-seconds", writeTimeout);
        positive("tcp-idle-seconds", idleTimeout);
        atLeastOne("tcp-queued-messages", queuedMessages);
        atLeastOne("tcp-queued-bytes", queuedBytes);
    }

    private static void atLeastOne(String setting, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(setting + ": " + value + ", expected 1 or more");
        }
    }

    private static void positive(String setting, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(setting + ": " + value + ", expected more than zero");
        }
    }
}
