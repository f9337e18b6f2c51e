package io.tollgate.enforcement.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How this process is: for whoever watches it, without token. */
record ServiceRoutes(Supplier<Health> health, Supplier<String> metrics) implements Routes {

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                new Endpoint(HandlerType.GET, "/health", this::showHealth),
                new Endpoint(HandlerType.GET, "/metrics", this::showMetrics));
    }

    private void showHealth(Context request) {
        var now = health.get();
        request.status(now.healthy() ? 200 : 503).json(Map.of("healthy", now.healthy(), "state", now.state()));
    }

    private void showMetrics(Context request) {
        request.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.get());
    }
}
