package io.tollgate.gateway.metrics;

import io.tollgate.gateway.upstream.Upstreams;

/** Names for what becomes of requests at each upstream proxy. Stateless. */
public final class UpstreamMeters {
    private static final String TAG = "upstream";

    private UpstreamMeters() {}

    /** Shows how each proxy stands. */
    public static void bind(GatewayMetrics metrics, Upstreams upstreams) {
        upstreams.counts().forEach((proxy, counts) -> {
            metrics.count("upstream.requests", "Requests sent to this upstream", counts::requests, TAG, proxy.name());
            metrics.count(
                    "upstream.failures",
                    "How often it was silent, not reachable or said 503",
                    counts::failures,
                    TAG,
                    proxy.name());
            for (boolean down : new boolean[] {false, true}) {
                metrics.gauge(
                        "upstream.addresses",
                        "Its addresses, by how they stand",
                        () -> upstreams.now().count(proxy, down),
                        TAG,
                        proxy.name(),
                        "state",
                        down ? "down" : "up");
            }
        });
    }
}
