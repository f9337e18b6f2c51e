package io.tollgate.gateway.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * SIP over WebSocket (RFC 7118). Immutable.
 *
 * @param plain where to listen without TLS; null: nowhere
 * @param secure where to listen with TLS; null: nowhere
 * @param origins the web pages that may connect, as browsers name them in Origin; empty: any
 * @param ping how often a connection is asked whether it lives, which keeps NATs open too
 */
public record WebSocketSettings(
        @Nullable InetSocketAddress plain, @Nullable InetSocketAddress secure, List<String> origins, Duration ping) {
    /** Not at all. */
    public static final WebSocketSettings OFF = new WebSocketSettings(null, null, List.of(), Duration.ofSeconds(30));

    public WebSocketSettings {
        origins =
                origins.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).toList();
    }

    /** Whether pages of this origin may connect; clients that are no browsers name none, and could name any. */
    public boolean admits(@Nullable String origin) {
        return origins.isEmpty() || origin == null || origins.contains(origin.toLowerCase(Locale.ROOT));
    }
}
