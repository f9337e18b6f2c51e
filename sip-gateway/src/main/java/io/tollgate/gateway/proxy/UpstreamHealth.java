package io.tollgate.gateway.proxy;

import io.tollgate.gateway.upstream.UpstreamAddress;
import io.tollgate.gateway.upstream.UpstreamRoute;
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

    /** It asks to be left alone; whether nobody has heard of that yet. */
    static boolean paused(UpstreamAddress upstream, long seconds) {
        boolean first = upstream.standing().pause();
        if (first) {
            LOGGER.atInfo()
                    .addKeyValue("upstream", text(upstream.route()))
                    .addKeyValue("seconds", seconds)
                    .log("upstream asks for a pause");
        }
        return first;
    }

    private static String text(UpstreamRoute route) {
        return route.proxy().name() + " at " + route.flow().source();
    }
}
