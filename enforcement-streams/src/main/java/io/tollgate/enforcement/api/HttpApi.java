package io.tollgate.enforcement.api;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Settings;
import io.tollgate.schemas.setting.SettingsRefused;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The HTTP server of this service. Its threads are its own and few: a flood of requests costs no stream thread. */
public final class HttpApi implements AutoCloseable {

    private static final int MOST_THREADS = 24;

    private final HostPort listen;
    private final HttpGuard guard;
    private final Supplier<Health> health;
    private final Supplier<String> metrics;
    private final Ledger ledger;
    private final Javalin server;

    private HttpApi(
            HostPort listen, @Nullable String token, Supplier<Health> health, Supplier<String> metrics, Ledger ledger) {
        this.listen = listen;
        this.guard = new HttpGuard(token, listen.host());
        this.health = health;
        this.metrics = metrics;
        this.ledger = ledger;
        this.server = Javalin.create(this::configure);
    }

    /**
     * Listens from now on.
     *
     * @param metrics in Prometheus' text format
     * @throws SettingsRefused if it cannot listen there
     */
    public static HttpApi start(
            HostPort listen, @Nullable String token, Supplier<Health> health, Supplier<String> metrics, Ledger ledger) {
        var api = new HttpApi(listen, token, health, metrics, ledger);
        try {
            api.server.start(listen.host(), listen.port());
        } catch (JavalinBindException taken) {
            api.close();
            throw new SettingsRefused(
                    Settings.fault("http", listen.toString(), "an address of this machine whose port is free"));
        }
        return api;
    }

    /** Where it listens, with the real port. */
    public URI uri() {
        return URI.create("http://" + listen.withPort(server.port()));
    }

    @Override
    public void close() {
        server.stop();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.jetty.threadPool = new QueuedThreadPool(MOST_THREADS);
        config.routes.before(guard::checkHost);
        config.routes.before("/api/*", guard::checkToken);
        config.routes.get("/health", this::health);
        config.routes.get("/metrics", this::metrics);
        new LedgerRoutes(ledger).add(config.routes);
        ConsolePages.add(config);
        config.routes.error(404, HttpApi::unknown);
        config.routes.exception(Ledger.NotNow.class, HttpApi::notNow);
        config.routes.exception(HttpResponseException.class, HttpApi::refuse);
    }

    private void health(Context request) {
        var now = health.get();
        request.status(now.healthy() ? 200 : 503).json(Map.of("healthy", now.healthy(), "state", now.state()));
    }

    private void metrics(Context request) {
        request.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.get());
    }

    /** Also for paths that lead nowhere, in the words of the others. */
    private static void unknown(Context request) {
        if (request.result() == null || request.result().isEmpty() || !isJson(request)) {
            request.json(Map.of("error", "nothing is here"));
        }
    }

    private static boolean isJson(Context request) {
        var type = request.res().getContentType();
        return type != null && type.startsWith("application/json");
    }

    private static void notNow(Ledger.NotNow cause, Context request) {
        request.status(503).header("Retry-After", "1").json(Map.of("error", String.valueOf(cause.getMessage())));
    }

    private static void refuse(HttpResponseException refusal, Context request) {
        request.status(refusal.getStatus()).json(Map.of("error", String.valueOf(refusal.getMessage())));
    }
}
