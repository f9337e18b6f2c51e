package io.tollgate.gateway.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The gateway's own {@code /health} and {@code /metrics}: 200 while it takes calls, else 503, so that a load balancer
 * needs to read nothing. Read only, without a token: by default it listens on loopback.
 *
 * <p>A few threads of its own answer: who begins a request and does not end it keeps one of them for some seconds.
 */
public final class GatewayPages implements AutoCloseable {
    private static final String MOST_REQUEST_SECONDS = "sun.net.httpserver.maxReqTime";
    private static final int THREADS = 4;

    static {
        // Without it the JDK's server waits for the rest of a request for ever.
        if (System.getProperty(MOST_REQUEST_SECONDS) == null) {
            System.setProperty(MOST_REQUEST_SECONDS, "5");
        }
    }

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final String JSON = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final JsonMapper json = new JsonMapper();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, GatewayPages::thread);
    private final Supplier<Health> health;
    private final Supplier<String> metrics;

    private GatewayPages(HttpServer server, Supplier<Health> health, Supplier<String> metrics) {
        this.server = server;
        this.health = health;
        this.metrics = metrics;
    }

    /**
     * Binds and begins to answer.
     *
     * @throws IOException if the address cannot be bound
     */
    public static GatewayPages start(InetSocketAddress address, Supplier<Health> health, Supplier<String> metrics)
            throws IOException {
        GatewayPages pages = new GatewayPages(HttpServer.create(address, 0), health, metrics);
        pages.server.createContext("/", pages::answer);
        pages.server.setExecutor(pages.threads);
        pages.server.start();
        return pages;
    }

    private static Thread thread(Runnable task) {
        Thread thread = Executors.defaultThreadFactory().newThread(task);
        thread.setName("gateway-pages");
        thread.setDaemon(true);
        return thread;
    }

    /** Where the pages are, with the real port. */
    public URI http() {
        InetSocketAddress bound = server.getAddress();
        InetAddress host = bound.getAddress();
        try {
            return new URI("http", null, host.getHostAddress(), bound.getPort(), null, null, null);
        } catch (URISyntaxException bug) {
            throw new IllegalStateException("a bound address makes a URI", bug);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean readOnly = exchange.getRequestMethod().equals("GET")
                    || exchange.getRequestMethod().equals("HEAD");
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/health") && readOnly) {
                Health now = health.get();
                reply(exchange, now.serving() ? OK : UNAVAILABLE, JSON, json(now));
            } else if (path.equals("/metrics") && readOnly) {
                reply(exchange, OK, PROMETHEUS, metrics.get());
            } else if (path.equals("/health") || path.equals("/metrics")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                reply(exchange, NOT_ALLOWED, JSON, "{\"error\":\"only GET\"}");
            } else {
                reply(exchange, NOT_FOUND, JSON, "{\"error\":\"only /health and /metrics are here\"}");
            }
        }
    }

    private String json(Health now) throws JsonProcessingException {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("status", now.status());
        page.putAll(now.facts());
        Map<String, Object> checks = new LinkedHashMap<>();
        for (Health.Check check : now.checks()) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("status", check.well() ? "UP" : "DEGRADED");
            facts.putAll(check.facts());
            checks.put(check.name(), facts);
        }
        page.put("checks", checks);
        return json.writeValueAsString(page);
    }

    private static void reply(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
