package io.tollgate.gateway.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway deals with upstream proxies that do not serve. Immutable.
 *
 * @param patience how long one may be silent before another is tried
 * @param tries to how many a request is sent at most
 * @param failures so many in a row and one is down
 * @param check pause between two questions whether one serves; zero: none is asked; null: where there are several
 */
public record UpstreamPolicy(
        Duration patience,
        int tries,
        int failures,
        @Nullable Duration check) {
    /** What holds where nothing is configured. */
    public static final UpstreamPolicy DEFAULTS = new UpstreamPolicy(Duration.ofSeconds(4), 4, 3, null);

    private static final Duration CHECK_OF_SEVERAL = Duration.ofSeconds(10);

    /**
     * The pause between two questions; zero: none are asked. A single proxy gets the calls whatever it says, and some
     * that only take calls (a SIPp scenario) fail over a question: so it is asked only on request.
     */
    Duration checkOf(int addresses) {
        return check != null ? check : addresses > 1 ? CHECK_OF_SEVERAL : Duration.ZERO;
    }
}
