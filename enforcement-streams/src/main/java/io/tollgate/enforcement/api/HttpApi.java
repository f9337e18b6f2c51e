package io.tollgate.enforcement.api;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinBindException;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Settings;
import io.tollgate.schemas.setting.SettingsRefused;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The HTTP server of this service. Its threads are its own and few: a flood of requests costs no stream thread. */
public final class HttpApi implements AutoCloseable {

    private static final int MOST_THREADS = 24;

    private final HostPort listen;
    private final HttpGuard guard;
    private final List<Routes> routes;
    private final @Nullable Reads reads;
    private final @Nullable EventRoutes events;
    private final Javalin server;

    private HttpApi(
            HostPort listen,
            @Nullable HostPort advertised,
            @Nullable String token,
            ApiPorts ports,
            @Nullable Reads reads) {
        this.listen = listen;
        this.guard = new HttpGuard(token, new OurHosts(listen, advertised));
        this.reads = reads;
        this.events = reads == null ? null : new EventRoutes(reads.events());
        this.routes = new ArrayList<>(routes(ports));
        if (reads != null && events != null) {
            routes.add(reads.routes());
            routes.add(events);
        }
        this.server = Javalin.create(this::configure);
    }

    /**
     * Listens from now on.
     *
     * @param token what calls must bear; null: none
     * @throws SettingsRefused if it cannot listen there
     */
    public static HttpApi start(HostPort listen, @Nullable String token, ApiPorts ports) {
        return start(listen, token, ports, null);
    }

    /**
     * The same with what happens.
     *
     * @param reads null: it tells nothing of itself
     * @throws SettingsRefused if it cannot listen there
     */
    public static HttpApi start(HostPort listen, @Nullable String token, ApiPorts ports, @Nullable Reads reads) {
        return start(listen, null, token, ports, reads);
    }

    /**
     * The same for one of several instances.
     *
     * @param advertised where others are told to find it; null: where it listens
     * @param reads null: it is alone, and tells nothing of itself
     * @throws SettingsRefused if it cannot listen there
     */
    public static HttpApi start(
            HostPort listen,
            @Nullable HostPort advertised,
            @Nullable String token,
            ApiPorts ports,
            @Nullable Reads reads) {
        var api = new HttpApi(listen, advertised, token, ports, reads);
        try {
            api.server.start(listen.host(), listen.port());
        } catch (JavalinBindException taken) {
            api.close();
            throw new SettingsRefused(
                    Settings.fault("http", listen.toString(), "an address of this machine whose port is free"));
        }
        return api;
    }

    private static List<Routes> routes(ApiPorts ports) {
        var ledger = ports.ledger();
        var commands = new Commands(ports.inputs(), ports.clock());
        var sighting = new Sighting(ports.pause());
        return List.of(
                new ServiceRoutes(ports.health(), ports.metrics()),
                new LedgerRoutes(ledger),
                new AccountRoutes(ledger, ports.inputs(), commands, sighting, ports.clock()),
                new CallRoutes(ledger, commands, sighting),
                new BlacklistRoutes(ledger, commands, sighting),
                new RateRoutes(ledger, ports.inputs(), sighting),
                new MiRoutes(ledger, commands, sighting),
                new OpenApi());
    }

    /** Where it listens, with the real port. */
    public URI uri() {
        return URI.create("http://" + listen.withPort(server.port()));
    }

    /** The same as an address. */
    public HostPort address() {
        return listen.withPort(server.port());
    }

    @Override
    public void close() {
        if (events != null) {
            events.close();
        }
        server.stop();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.prefer405over404 = true;
        config.jetty.threadPool = new QueuedThreadPool(MOST_THREADS);
        config.routes.before(guard::checkHost);
        config.routes.before(QueryCheck::check);
        for (var guarded : List.of("/api", "/api/*", "/mi")) {
            config.routes.before(guarded, guard::checkToken);
            config.routes.before(guarded, guard::checkContent);
        }
        endpoints().forEach(endpoint -> add(endpoint, config));
        if (reads != null) {
            reads.add(config.routes);
        }
        ConsolePages.add(config);
        Refusals.addTo(config.routes);
    }

    /** By itself Javalin answers a HEAD with 200 whatever its GET would say. */
    private static void add(Endpoint endpoint, JavalinConfig config) {
        config.routes.addEndpoint(endpoint);
        if (endpoint.method.equals(HandlerType.GET)) {
            config.routes.addEndpoint(new Endpoint(HandlerType.HEAD, endpoint.path, endpoint.handler));
        }
    }

    List<Endpoint> endpoints() {
        return routes.stream().flatMap(group -> group.endpoints().stream()).toList();
    }
}
