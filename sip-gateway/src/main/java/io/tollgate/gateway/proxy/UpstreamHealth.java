package io.tollgate.gateway.proxy;

import io.tollgate.gateway.upstream.Standing;
import io.tollgate.gateway.upstream.UpstreamAddress;
import io.tollgate.gateway.upstream.UpstreamRoute;
import io.tollgate.gateway.wire.SipMessage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes how an upstream address stands, and says so when that changes. Stateless; for all threads. */
final class UpstreamHealth {
    private static final Logger LOGGER = LoggerFactory.getLogger(UpstreamHealth.class);

    /** Why it counts as failed, in log and metric alike. */
    enum Failure {
        SILENT,
        UNREACHABLE,
        UNAVAILABLE
    }

    private UpstreamHealth() {}

    static void answered(@Nullable UpstreamAddress upstream) {
        if (upstream != null && upstream.standing().answered()) {
            LOGGER.atInfo().addKeyValue("upstream", text(upstream.route())).log("upstream is up");
        }
    }

    static void failed(@Nullable UpstreamAddress upstream, Failure why) {
        if (upstream != null && upstream.standing().failed()) {
            LOGGER.atWarn()
                    .addKeyValue("upstream", text(upstream.route()))
                    .addKeyValue("reason", why)
                    .log("upstream is down");
        }
    }

    /**
     * RFC 3261 section 21.5.4: a server that says when it will serve again is not to be asked before.
     *
     * @param ours whether it says so to a question of our own, and means nobody else
     */
    static void unavailable(
            ShardContext shard, @Nullable UpstreamAddress upstream, SipMessage unavailable, boolean ours) {
        failed(upstream, Failure.UNAVAILABLE);
        long seconds = upstream == null ? 0 : Responses.retryAfterSeconds(unavailable);
        if (seconds == 0) {
            return;
        }
        Standing standing = upstream.standing();
        if (ours ? standing.pause() : standing.asksForPause()) {
            shard.arm(TimeUnit.SECONDS.toNanos(seconds), standing::resume);
            LOGGER.atInfo()
                    .addKeyValue("upstream", text(upstream.route()))
                    .addKeyValue("seconds", seconds)
                    .log("upstream asks for a pause");
        }
    }

    private static String text(UpstreamRoute route) {
        return route.proxy().name() + " at " + route.flow().source();
    }
}
