package io.tollgate.launcher.registry;

import io.javalin.Javalin;
import io.tollgate.schemas.setting.HostPort;
import java.net.URI;
import java.util.Map;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A schema registry that Confluent's clients take for Confluent's, so that strangers' producers and consumers work against
 * {@code ./tollgate up} as they would in production. Meant for one process on one broker; a cluster brings a real one.
 * Started and closed by one thread; requests run on the HTTP server's own.
 */
public final class EmbeddedRegistry implements AutoCloseable {

    private final RegistryLog log;
    private final Javalin server;
    private final URI uri;

    private EmbeddedRegistry(RegistryLog log, HostPort listen) {
        this.log = log;
        RegistryRoutes routes = new RegistryRoutes(new SubjectRegistry(log));
        this.server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.startupWatcherEnabled = false;
            config.jetty.threadPool = new QueuedThreadPool(16, 2);
            config.http.defaultContentType = "application/json";
            routes.addTo(config.routes);
        });
        server.start(listen.host(), listen.port());
        this.uri = URI.create("http://" + listen.withPort(server.port()));
    }

    /** Starts on what the broker's topic {@code _schemas} holds; makes the topic if it is missing. */
    public static EmbeddedRegistry start(HostPort listen, HostPort kafka) {
        return start(listen, kafka, Map.of());
    }

    /**
     * Likewise.
     *
     * @param client settings for Kafka clients, such as credentials
     */
    public static EmbeddedRegistry start(HostPort listen, HostPort kafka, Map<String, String> client) {
        return start(listen, new TopicLog(kafka, client));
    }

    static EmbeddedRegistry start(HostPort listen, RegistryLog log) {
        try {
            return new EmbeddedRegistry(log, listen);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** Where it answers, with the real port. */
    public URI uri() {
        return uri;
    }

    @Override
    public void close() {
        server.stop();
        log.close();
    }
}
