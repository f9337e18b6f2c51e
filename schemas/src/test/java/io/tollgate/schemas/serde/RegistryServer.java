package io.tollgate.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/**
 * Confluent's REST API over {@link InMemoryRegistry}, and beside it what Apicurio's serde asks of its own API, on a free
 * port of loopback. As much as the strangers in our tests use, no more.
 */
final class RegistryServer implements AutoCloseable {

    /** An answer: HTTP status and what its body's JSON says. */
    record Answer(int status, Object body) {}

    private final JsonMapper json = new JsonMapper();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final InMemoryRegistry store;
    private final HttpServer server;

    RegistryServer(InMemoryRegistry store) {
        this.store = store;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new IllegalStateException(noPort);
        }
        server.createContext("/", this::serve);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Where somebody listened a moment ago and nobody does now. */
    static URI urlOfNobody() {
        try (var server = new RegistryServer(new InMemoryRegistry())) {
            return server.url();
        }
    }

    /** What was asked so far, method and path. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var method = exchange.getRequestMethod();
            var uri = exchange.getRequestURI();
            requests.add(method + " " + uri);
            var body = json.readTree(exchange.getRequestBody());
            Answer answer;
            try {
                answer = uri.getPath().startsWith(ApicurioFacade.ROOT)
                        ? new ApicurioFacade(store).answer(uri.getPath().substring(ApicurioFacade.ROOT.length()))
                        : answer(method, uri.getRawPath().substring(1).split("/"), body);
            } catch (RegistryRefusal refusal) {
                answer = error(refusal.code(), refusal.getMessage());
            }
            var bytes = answer.body instanceof String text
                    ? text.getBytes(StandardCharsets.UTF_8)
                    : json.writeValueAsBytes(answer.body);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    static Answer error(int code, String message) {
        return new Answer(code > 999 ? code / 100 : code, Map.of("error_code", code, "message", message));
    }

    private Answer answer(String method, String[] path, JsonNode body) {
        boolean post = method.equals("POST");
        if (path[0].equals("subjects") && path.length > 1) {
            var subject = URLDecoder.decode(path[1], StandardCharsets.UTF_8);
            if (post) {
                var text = body.get("schema").textValue();
                int id = path.length == 2 ? store.lookup(subject, text) : store.register(subject, text);
                return new Answer(200, version(subject, id));
            }
            return switch (path.length) {
                case 3 -> new Answer(200, versions(subject));
                default -> new Answer(200, version(subject, idOf(subject, path[3])));
            };
        }
        if (path[0].equals("schemas") && path[1].equals("ids")) {
            return new Answer(200, Map.of("schema", store.byId(Integer.parseInt(path[2]))));
        }
        return error(404, "HTTP 404 Not Found");
    }

    private List<Integer> versions(String subject) {
        int count = store.versions(subject).size();
        return IntStream.rangeClosed(1, count).boxed().toList();
    }

    private int idOf(String subject, String version) {
        return version.equals("latest")
                ? store.latest(subject).id()
                : store.versions(subject).get(Integer.parseInt(version) - 1);
    }

    private Map<String, Object> version(String subject, int id) {
        int version = store.versions(subject).indexOf(id) + 1;
        return Map.of("subject", subject, "version", version, "id", id, "schema", store.byId(id));
    }
}
