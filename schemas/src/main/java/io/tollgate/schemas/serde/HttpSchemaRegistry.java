package io.tollgate.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry that speaks Confluent's REST API, at one or more URLs that are asked in turn until one answers.
 * Talking to it needs no more than the JDK's HTTP client, so a broken network costs a caller at most the time-outs here,
 * once for each URL.
 *
 * <p>Only what a registry says in Confluent's own words is taken for a refusal: a proxy's 404 page or a wrong password
 * must not make good records look unreadable.
 *
 * <p>Safe for threads. TLS uses the JVM's trust store.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final JsonMapper json = new JsonMapper();
    private final List<URI> urls;
    private final @Nullable String user;

    /** Where the last answer came from; a torn or lost update costs one attempt more, nothing else. */
    private volatile int preferred;

    public HttpSchemaRegistry(URI... urls) {
        this(List.of(urls), null);
    }

    private HttpSchemaRegistry(List<URI> urls, @Nullable String user) {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("a registry needs a URL");
        }
        this.urls = List.copyOf(urls);
        this.user = user;
    }

    /**
     * The registry that a Kafka client's properties name: {@code schema.registry.url}, and where it wants a password
     * {@code basic.auth.credentials.source} and {@code basic.auth.user.info}.
     *
     * @throws org.apache.kafka.common.config.ConfigException naming the property, its value and what was expected
     */
    public static HttpSchemaRegistry configured(Map<String, ?> configuration) {
        return of(SerdeSettings.of(configuration));
    }

    static HttpSchemaRegistry of(SerdeSettings settings) {
        return new HttpSchemaRegistry(settings.urls(), settings.user());
    }

    @Override
    public int register(String subject, String schemaText) {
        return id(ask("/subjects/" + encoded(subject) + "/versions", schemaText));
    }

    @Override
    public int lookup(String subject, String schemaText) {
        return id(ask("/subjects/" + encoded(subject), schemaText));
    }

    @Override
    public String byId(int id) {
        return text(ask("/schemas/ids/" + id, null));
    }

    @Override
    public Registered latest(String subject) {
        var latest = ask("/subjects/" + encoded(subject) + "/versions/latest", null);
        return new Registered(id(latest), text(latest));
    }

    private JsonNode ask(String path, @Nullable String schemaText) {
        int first = preferred;
        var unavailable = new RegistryUnavailable("no schema registry answers: " + names());
        for (int i = 0; i < urls.size(); i++) {
            int candidate = (first + i) % urls.size();
            try {
                var answer = answer(send(urls.get(candidate), path, schemaText));
                preferred = candidate;
                return answer;
            } catch (RegistryUnavailable | IOException none) {
                unavailable.addSuppressed(none);
            }
        }
        throw unavailable;
    }

    private HttpResponse<String> send(URI url, String path, @Nullable String schemaText) throws IOException {
        var request = HttpRequest.newBuilder(at(url, path))
                .timeout(ANSWER_TIMEOUT)
                .header("Accept", CONTENT_TYPE + ", application/json;q=0.9");
        var credentials = user != null ? user : url.getUserInfo();
        if (credentials != null) {
            var token = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + token);
        }
        if (schemaText != null) {
            var body = JsonNodeFactory.instance.objectNode().put("schema", schemaText);
            request.header("Content-Type", CONTENT_TYPE).POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    private JsonNode answer(HttpResponse<String> response) {
        int status = response.statusCode();
        var body = parsed(response.body());
        if (status / 100 == 2 && body != null) {
            return body;
        }
        boolean refusable = status == 404 || status == 409 || status == 422;
        if (refusable && body != null && body.path("error_code").canConvertToInt()) {
            throw new RegistryRefusal(
                    body.get("error_code").intValue(), body.path("message").asText());
        }
        throw new RegistryUnavailable(response.uri() + " answers " + status + ", not as Confluent's API would");
    }

    private @Nullable JsonNode parsed(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    private static int id(JsonNode answer) {
        if (answer.path("id").canConvertToInt()) {
            return answer.get("id").intValue();
        }
        throw new RegistryUnavailable("the registry's answer has no id");
    }

    private static String text(JsonNode answer) {
        if (answer.path("schema").isTextual()) {
            return answer.get("schema").textValue();
        }
        throw new RegistryUnavailable("the registry's answer has no schema");
    }

    private static URI at(URI url, String path) {
        var base = url.getPath().endsWith("/")
                ? url.getPath().substring(0, url.getPath().length() - 1)
                : url.getPath();
        return URI.create(url.getScheme() + "://" + authority(url) + base + path);
    }

    private static String authority(URI url) {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    private String names() {
        return String.join(
                ", ", urls.stream().map(url -> at(url, "").toString()).toList());
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
