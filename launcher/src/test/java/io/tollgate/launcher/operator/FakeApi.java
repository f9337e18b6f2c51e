package io.tollgate.launcher.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Tollgate's HTTP API as a test wants it to answer, with a ledger of what it was asked. Speaks real HTTP on loopback. */
final class FakeApi implements AutoCloseable {

    /** What came: method, path as it was on the wire, and body. */
    record Asked(String line, String body, Map<String, String> headers) {}

    private record Canned(int status, String body, Map<String, String> headers) {}

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Deque<Canned>> answers = Collections.synchronizedMap(new HashMap<>());
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> environment = new HashMap<>();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();

    FakeApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads); // a stream is open while lists are asked for
        server.start();
        environment.put("TOLLGATE_API", address());
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers so from now on; the last of several answers stays. */
    FakeApi on(String line, int status, String body, String... headers) {
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            named.put(headers[i], headers[i + 1]);
        }
        answers.computeIfAbsent(line, unused -> new ArrayDeque<>()).add(new Canned(status, body, named));
        return this;
    }

    FakeApi with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Runs a verb as if standard output went through a pipe. */
    int run(String... arguments) {
        return run("", arguments);
    }

    /** As if it went to a terminal of ROWSxCOLUMNS. */
    int runOnTerminal(String size, String... arguments) {
        return run(size, arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** The last thing that it was asked. */
    Asked last() {
        return asked.get(asked.size() - 1);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private int run(String size, String[] arguments) {
        PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream faults = new PrintStream(err, true, StandardCharsets.UTF_8);
        Session session =
                new Session(environment, Terminal.of(to, faults, size, environment), Clock.fixed(NOW, ZoneOffset.UTC));
        return OperatorVerbs.run(session, Arrays.copyOf(arguments, arguments.length));
    }

    private Canned next(String line) {
        Deque<Canned> queued = answers.get(line);
        if (queued == null) {
            return new Canned(404, "{\"error\": \"nothing is here\"}", Map.of());
        }
        synchronized (queued) {
            return queued.size() > 1 ? queued.remove() : queued.element();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        asked.add(
                new Asked(line, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8), headers));
        Canned canned = next(line);
        canned.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        byte[] bytes = canned.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(canned.status(), bytes.length == 0 ? -1 : bytes.length);
        try (var body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }
}
