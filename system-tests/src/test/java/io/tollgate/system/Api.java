package io.tollgate.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The HTTP API as a client sees it. Safe for use by several threads. */
public final class Api {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final JsonMapper json = new JsonMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;

    Api(String base) {
        this.base = base;
    }

    /** Settings and state of an account; a missing node while it is not known. */
    public JsonNode account(String name) {
        HttpResponse<String> response = get("/api/accounts/" + encoded(name));
        return response.statusCode() == 200 ? json(response) : json.missingNode();
    }

    /** All accounts; a missing node while no instance can tell. */
    public JsonNode accounts() {
        HttpResponse<String> response = get("/api/accounts");
        return response.statusCode() == 200 ? json(response) : json.missingNode();
    }

    /** Live calls of an account. */
    public JsonNode calls(String account) {
        HttpResponse<String> response = get("/api/calls?account=" + encoded(account));
        return response.statusCode() == 200 ? json(response) : json.missingNode();
    }

    /** What a path gives. */
    JsonNode read(String path) {
        return json(get(path));
    }

    /** A response's body. */
    JsonNode json(HttpResponse<String> response) {
        try {
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON: " + response.body(), e);
        }
    }

    private HttpResponse<String> get(String path) {
        return send("GET", path, null);
    }

    /** Any request, with a body if there is one. */
    HttpResponse<String> send(String method, String path, @Nullable String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body));
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
