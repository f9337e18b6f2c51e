package io.tollgate.launcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.schemas.setting.HostPort;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client sees on the wire. */
class EmbeddedRegistryIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final String SCHEMA = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}";
    private static final String REQUEST = "{\"schema\": " + quoted(SCHEMA) + "}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final EmbeddedRegistry registry = EmbeddedRegistry.start(new HostPort("127.0.0.1", 0), new RememberedLog());

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void shouldAnswerRegistrationWithId() throws Exception {
        // When
        HttpResponse<String> response = send("POST", "/subjects/s-value/versions", REQUEST);

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith(MEDIA_TYPE);
        assertThat(response.body()).isEqualTo("{\"id\":1}");
    }

    @Test
    void shouldAnswerEveryWayToAskForASchema() throws Exception {
        // Given
        send("POST", "/subjects/s-value/versions", REQUEST);

        // When
        HttpResponse<String> latest = send("GET", "/subjects/s-value/versions/latest", null);

        // Then
        assertThat(json(latest).path("schema").asText()).isEqualTo(SCHEMA);
        assertThat(json(latest).path("subject").asText()).isEqualTo("s-value");
        assertThat(json(latest).path("version").asInt()).isEqualTo(1);
        assertThat(json(latest).path("id").asInt()).isEqualTo(1);
        assertThat(send("GET", "/subjects/s-value/versions/1", null).body()).isEqualTo(latest.body());
        assertThat(send("POST", "/subjects/s-value?normalize=false", REQUEST).body())
                .isEqualTo(latest.body());
        assertThat(send("GET", "/subjects/s-value/versions/1/schema", null).body())
                .isEqualTo(SCHEMA);
        assertThat(json(send("GET", "/schemas/ids/1?fetchMaxId=false&subject=s-value", null))
                        .path("schema")
                        .asText())
                .isEqualTo(SCHEMA);
        assertThat(send("GET", "/schemas/ids/1/schema", null).body()).isEqualTo(SCHEMA);
        assertThat(send("GET", "/schemas/ids/1/versions", null).body())
                .contains("\"subject\":\"s-value\"", "\"version\":1");
        assertThat(send("GET", "/schemas/ids/1/subjects", null).body()).isEqualTo("[\"s-value\"]");
        assertThat(send("GET", "/schemas/types", null).body()).isEqualTo("[\"AVRO\"]");
        assertThat(send("GET", "/subjects", null).body()).isEqualTo("[\"s-value\"]");
        assertThat(send("GET", "/subjects?subjectPrefix=t", null).body()).isEqualTo("[]");
        assertThat(send("GET", "/subjects/s-value/versions", null).body()).isEqualTo("[1]");
        assertThat(send("GET", "/", null).body()).isEqualTo("{}");
        assertThat(send("GET", "/mode", null).body()).isEqualTo("{\"mode\":\"READWRITE\"}");
    }

    @Test
    void shouldAnswerCompatibilityAndItsLevel() throws Exception {
        // Given
        send("POST", "/subjects/s/versions", REQUEST);
        String other = "{\"schema\": " + quoted(SCHEMA.replace("[]", "[{\"name\":\"a\",\"type\":\"int\"}]")) + "}";

        // When
        HttpResponse<String> verdict = send("POST", "/compatibility/subjects/s/versions/latest?verbose=true", other);

        // Then
        assertThat(json(verdict).path("is_compatible").asBoolean(true)).isFalse();
        assertThat(json(verdict).path("messages")).isNotEmpty();
        assertThat(send("POST", "/compatibility/subjects/s/versions", REQUEST).body())
                .isEqualTo("{\"is_compatible\":true}");
        assertThat(send("GET", "/config", null).body()).isEqualTo("{\"compatibilityLevel\":\"BACKWARD\"}");
        assertThat(send("POST", "/subjects/s/versions", other).statusCode()).isEqualTo(409);
        assertThat(send("PUT", "/config/s", "{\"compatibility\":\"none\"}").body())
                .isEqualTo("{\"compatibility\":\"NONE\"}");
        assertThat(send("GET", "/config/s", null).body()).isEqualTo("{\"compatibilityLevel\":\"NONE\"}");
        assertThat(send("POST", "/subjects/s/versions", other).body()).isEqualTo("{\"id\":2}");
        assertThat(send("DELETE", "/config/s", null).body()).isEqualTo("{\"compatibilityLevel\":\"NONE\"}");
        assertThat(send("GET", "/config/s?defaultToGlobal=true", null).body())
                .isEqualTo("{\"compatibilityLevel\":\"BACKWARD\"}");
        assertThat(send("PUT", "/config", "{\"compatibility\":\"FULL\"}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldAnswerErrorsWithConfluentsCodes() throws Exception {
        // When
        HttpResponse<String> unknown = send("GET", "/subjects/none/versions/latest", null);

        // Then
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.headers().firstValue("Content-Type").orElseThrow()).startsWith(MEDIA_TYPE);
        assertThat(json(unknown).path("error_code").asInt()).isEqualTo(40401);
        assertThat(json(unknown).path("message").asText()).isEqualTo("Subject 'none' not found.");
        assertThat(code(send("GET", "/schemas/ids/9", null))).isEqualTo(40403);
        assertThat(code(send("GET", "/nowhere", null))).isEqualTo(404);
        assertThat(code(send("POST", "/subjects/s/versions", "{\"schema\":\"{\"}")))
                .isEqualTo(42201);
        assertThat(code(send("POST", "/subjects/s/versions", "not json"))).isEqualTo(400);
        assertThat(code(send("POST", "/subjects/s/versions", "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}")))
                .isEqualTo(42201);
        assertThat(code(send("PUT", "/config", "{\"compatibility\":\"SIDEWAYS\"}")))
                .isEqualTo(42203);
    }

    @Test
    void shouldDeleteSoftlyThenForGood() throws Exception {
        // Given
        send("POST", "/subjects/s/versions", REQUEST);

        // When
        HttpResponse<String> soft = send("DELETE", "/subjects/s", null);

        // Then
        assertThat(soft.body()).isEqualTo("[1]");
        assertThat(send("GET", "/subjects", null).body()).isEqualTo("[]");
        assertThat(send("GET", "/subjects?deleted=true", null).body()).isEqualTo("[\"s\"]");
        assertThat(send("DELETE", "/subjects/s/versions/1?permanent=true", null).body())
                .isEqualTo("1");
    }

    @Test
    void shouldAnswerPlainJsonToWhoAsksForIt() throws Exception {
        // Given
        HttpRequest request = HttpRequest.newBuilder(registry.uri().resolve("/subjects"))
                .header("Accept", "application/json")
                .build();

        // When
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

        // Then
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(registry.uri().resolve(path))
                .header("Content-Type", MEDIA_TYPE)
                .header("Accept", MEDIA_TYPE + ", application/vnd.schemaregistry+json, application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    private static int code(HttpResponse<String> response) throws IOException {
        return json(response).path("error_code").asInt();
    }

    private static String quoted(String text) {
        return JSON.valueToTree(text).toString();
    }
}
