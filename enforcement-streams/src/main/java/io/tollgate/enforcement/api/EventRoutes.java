package io.tollgate.enforcement.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.tollgate.enforcement.decision.InvalidInput;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * {@code GET /api/events}: server-sent events. Each client has a thread of its own, which waits for it and for nobody
 * else; the server's threads stay free. Safe for threads.
 */
final class EventRoutes implements Routes, AutoCloseable {

    /** What may be asked for, by the records' names. */
    static final Set<String> TYPES = Set.of(
            "CallEvent",
            "Termination",
            "BlacklistEntry",
            "AccountState",
            "CallRecord",
            "Admission",
            "GatewayHeartbeat");

    private final Events events;
    private final ExecutorService writers =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>());

    EventRoutes(Events events) {
        this.events = events;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Routes.get("/api/events", this::listen));
    }

    private void listen(Context request) {
        var filter = filter(request);
        if (request.method().equals(HandlerType.HEAD)) {
            describe(request);
            return;
        }
        var listener = events.listen(filter, request.header("Last-Event-ID"));
        if (listener.isEmpty()) {
            request.status(503).header("Retry-After", "10").json(Map.of("error", "too many listen already"));
            return;
        }
        describe(request);
        request.future(() -> {
            var client = request.req().getAsyncContext();
            writers.execute(() -> write(client, listener.get()));
            // Never done: after a client that is gone there is no request any more on which anything could be finished.
            return new CompletableFuture<>();
        });
    }

    private static void describe(Context request) {
        request.contentType("text/event-stream; charset=utf-8")
                .header("Cache-Control", "no-cache")
                // Proxies that gather a response would keep it for ever.
                .header("X-Accel-Buffering", "no");
    }

    private static EventFilter filter(Context request) {
        var types = types(request);
        var unknown = types.stream().filter(type -> !TYPES.contains(type)).findFirst();
        if (unknown.isPresent()) {
            var names = TYPES.stream().sorted().collect(Collectors.joining(", "));
            throw InvalidInput.of("types", "has '" + unknown.get() + "', which is none of " + names);
        }
        return new EventFilter(request.queryParam("account"), Set.copyOf(types));
    }

    private static List<String> types(Context request) {
        var asked = request.queryParam("types");
        return asked == null || asked.isEmpty()
                ? List.of()
                : Arrays.stream(asked.split(",", -1)).distinct().toList();
    }

    private void write(AsyncContext client, EventListener listener) {
        try {
            listener.writeTo(client.getResponse().getOutputStream());
        } catch (IOException gone) {
            // As all clients end.
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            events.leave(listener);
            complete(client);
        }
    }

    private static void complete(AsyncContext client) {
        try {
            client.complete();
        } catch (IllegalStateException already) {
            // The server saw it first that the client is gone.
        }
    }

    @Override
    public void close() {
        events.close();
        writers.shutdownNow();
    }
}
