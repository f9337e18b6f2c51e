package io.tollgate.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSchemaRegistryTest {

    private static final String TEXT = "{\"type\": \"record\",\n \"name\": \"Über\", \"fields\": []}";

    private final InMemoryRegistry store = new InMemoryRegistry();
    private final RegistryServer server = new RegistryServer(store);
    private final HttpSchemaRegistry registry = new HttpSchemaRegistry(server.url());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldRegisterTextAsItIs() {
        // When
        int id = registry.register("a/b c-value", TEXT);

        // Then
        assertThat(store.latest("a/b c-value")).isEqualTo(new SchemaRegistry.Registered(id, TEXT));
        assertThat(server.requests()).containsExactly("POST /subjects/a%2Fb%20c-value/versions");
    }

    @Test
    void shouldFindWhatWasRegistered() {
        // Given
        store.register("other", "{}");
        int id = registry.register("subject", TEXT);

        // Then
        assertThat(registry.lookup("subject", TEXT)).isEqualTo(id);
        assertThat(registry.byId(id)).isEqualTo(TEXT);
        assertThat(registry.latest("subject")).isEqualTo(new SchemaRegistry.Registered(id, TEXT));
    }

    @Test
    void shouldTellTheRegistrysNoFromItsSilence() {
        // Given
        registry.register("subject", "{}");

        // When
        var unknownSubject = catchThrowable(() -> registry.lookup("nowhere", TEXT));
        var unknownSchema = catchThrowable(() -> registry.lookup("subject", TEXT));
        var unknownId = catchThrowable(() -> registry.byId(77));

        // Then
        assertThat(unknownSubject).isInstanceOf(RegistryRefusal.class).isInstanceOf(SerializationException.class);
        assertThat(((RegistryRefusal) unknownSubject).code()).isEqualTo(40401);
        assertThat(((RegistryRefusal) unknownSchema).code()).isEqualTo(RegistryRefusal.SCHEMA_NOT_FOUND);
        assertThat(((RegistryRefusal) unknownId).code()).isEqualTo(RegistryRefusal.SCHEMA_NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            404 | <html>no such page</html>
            404 | {"error": "not_found"}
            401 | {"error_code": 401, "message": "Unauthorized"}
            403 | {"error_code": 40301, "message": "Forbidden"}
            429 | {"error_code": 429, "message": "Too many"}
            500 | {"error_code": 50001, "message": "Error in the backend data store"}
            503 | {"error_code": 50302, "message": "Timed out"}
            200 | <html>log in here</html>
            200 | {}
            """)
    void shouldTakeNothingButConfluentsOwnWordsForNo(int status, String body) throws IOException {
        // Given
        var stranger = answering(status, body, new AtomicReference<>());
        try {
            var strange = new HttpSchemaRegistry(url(stranger));

            // Then
            assertThatThrownBy(() -> strange.byId(1))
                    .isInstanceOf(RegistryUnavailable.class)
                    .isInstanceOf(RetriableException.class);
        } finally {
            stranger.stop(0);
        }
    }

    @Test
    void shouldAskTheNextWhereOneIsAwayAndStayThere() throws IOException {
        // Given
        var ill = answering(500, "{\"error_code\": 50001, \"message\": \"ill\"}", new AtomicReference<>());
        try {
            var several = HttpSchemaRegistry.configured(Map.of(
                    "schema.registry.url", RegistryServer.urlOfNobody() + ", " + url(ill) + " ," + server.url() + "/"));

            // When
            int id = several.register("subject", TEXT);
            ill.stop(0);

            // Then
            assertThat(several.byId(id)).isEqualTo(TEXT);
            assertThat(server.requests()).hasSize(2);
        } finally {
            ill.stop(0);
        }
    }

    @Test
    void shouldNameEveryUrlButNoPasswordWhenNoneAnswers() {
        // Given
        var nobody = RegistryServer.urlOfNobody();
        var away = new HttpSchemaRegistry(URI.create("http://user:secret@127.0.0.1:" + nobody.getPort() + "/base/"));

        // Then
        assertThatThrownBy(() -> away.byId(1))
                .isInstanceOf(RegistryUnavailable.class)
                .hasMessageContaining("127.0.0.1:" + nobody.getPort() + "/base")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({"true, dXNlcjpwYXNz", "false, dXJsOnNlY3JldA=="})
    void shouldShowCredentialsAsConfluentNamesThem(boolean userInfo, String token) throws IOException {
        // Given
        var seen = new AtomicReference<String>();
        var guarded = answering(200, "{\"schema\": \"x\"}", seen);
        try {
            var url = "http://url:secret@127.0.0.1:" + url(guarded).getPort();
            var registry = HttpSchemaRegistry.configured(
                    userInfo
                            ? Map.of(
                                    "schema.registry.url", url,
                                    "basic.auth.credentials.source", "USER_INFO",
                                    "basic.auth.user.info", "user:pass")
                            : Map.of("schema.registry.url", url));

            // When
            registry.byId(1);

            // Then
            assertThat(seen.get()).isEqualTo("Basic " + token);
        } finally {
            guarded.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "schema.registry.url,           '',        schema.registry.url",
        "schema.registry.url,           localhost, http://HOST:PORT",
        "schema.registry.url,           ftp://h,   http://HOST:PORT",
        "auto.register.schemas,         maybe,     true or false",
        "use.latest.version,            1,         true or false",
        "basic.auth.credentials.source, SASL,      URL or USER_INFO",
        "basic.auth.credentials.source, USER_INFO, USER:PASSWORD",
    })
    void shouldRefuseWrongSettingNamingIt(String key, String value, String expected) {
        // Given
        var settings = new HashMap<String, Object>(Map.of("schema.registry.url", "http://127.0.0.1:8081"));
        settings.put(key, value);

        // Then
        assertThatThrownBy(() -> HttpSchemaRegistry.configured(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(expected);
    }

    private static HttpServer answering(int status, String body, AtomicReference<String> authorization)
            throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
                var bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
        return server;
    }

    private static URI url(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }
}
