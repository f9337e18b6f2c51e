package io.tollgate.enforcement.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpGuardTest {

    private static final String ENTRY = "{\"account\": \"alice\"}";

    private ApiUnderTest api = new ApiUnderTest(null);

    @AfterEach
    void close() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON; charset=UTF-8",
                "application/json;charset=\"utf-8\"",
                "application/json;",
                "application/json; profile=x; charset=utf-8",
                "application/json; charset=utf-8; profile=\"x\""
            })
    void shouldTakeJson(String type) {
        assertThat(api.send("POST", "/api/blacklist", "Content-Type: " + type + "\r\n", ENTRY)
                        .status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Type: text/plain\r\n",
                "Content-Type: application/x-www-form-urlencoded\r\n",
                "Content-Type: application/json-seq; charset=utf-8\r\n",
                "Content-Type: application/jsonp\r\n"
            })
    void shouldRefuseWhatIsNotSaidToBeJson(String header) {
        // When
        var answer = api.send("POST", "/api/blacklist", header, ENTRY);

        // Then
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.text("error")).contains("application/json");
        assertThat(api.inputs.all()).isEmpty();
    }

    @Test
    void shouldRefuseADeleteThatBringsSomethingElse() {
        // Given
        api.ledger.calls.add("c1");

        // When / Then
        assertThat(api.send("DELETE", "/api/calls/c1", "Content-Type: text/plain\r\n", "x")
                        .status())
                .isEqualTo(415);
        assertThat(api.send("DELETE", "/api/calls/c1", "Content-Type: application/json\r\n", null)
                        .status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/accounts",
        "GET, /api/calls",
        "PUT, /api/accounts/alice",
        "DELETE, /api/calls/c1",
        "POST, /api/blacklist",
        "GET, /api/nowhere",
        "GET, /api",
        "POST, /mi",
    })
    void shouldAskForTheTokenOnEveryCall(String method, String path) {
        // Given
        api.close();
        api = new ApiUnderTest("s3cret");

        // When
        var without = api.send(method, path, "Content-Type: application/json\r\n", "{}");
        var wrong = api.send(method, path, "Content-Type: application/json\r\nAuthorization: Bearer s3cre\r\n", "{}");
        var other = api.send(method, path, "Content-Type: application/json\r\nAuthorization: bearer  s3cret\r\n", "{}");
        var right = api.send(method, path, "Content-Type: application/json\r\nAuthorization: Bearer s3cret\r\n", "{}");

        // Then
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.headers()).containsEntry("WWW-Authenticate", "Bearer");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(right.status()).isNotEqualTo(401);
        assertThat(other.status()).isNotEqualTo(401);
        assertThat(api.get("/health").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%61pi/calls",
                "//api/calls",
                "/api//calls",
                "/API/calls",
                "/api;x/calls",
                "/./api/calls",
                "/x/../api/calls",
                "/api/calls/"
            })
    void shouldNotBeFooledByAnotherSpellingOfAPath(String path) {
        // Given
        api.close();
        api = new ApiUnderTest("s3cret");

        // When / Then
        assertThat(api.get(path).status()).isIn(400, 401, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/blacklist", "/mi"})
    void shouldRefuseAWriteFromAnotherSitesPage(String path) {
        // When
        var answer = api.send("POST", path, "Content-Type: application/json\r\nOrigin: http://evil.example\r\n", ENTRY);

        // Then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(api.inputs.all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, , 403",
        "evil.example, http://evil.example, 403",
        "localhost, http://evil.example, 403",
        "localhost, http://localhost:3000, 403",
        "localhost, null, 403",
        "LOCALHOST, http://localhost, 200",
        "localhost, , 200",
    })
    void shouldRefuseAForeignHostOrOriginWhateverTheToken(String host, @Nullable String origin, int status) {
        // Given
        api.close();
        api = new ApiUnderTest("s3cret");
        var head = "GET /api/calls HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                + "Authorization: Bearer s3cret\r\n" + (origin == null ? "" : "Origin: " + origin + "\r\n") + "\r\n";

        // When
        var answer = api.raw(head.getBytes(StandardCharsets.US_ASCII), new byte[0]);

        // Then
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void shouldNotInviteOtherSites() {
        // When
        var answer = api.send(
                "OPTIONS",
                "/api/blacklist",
                "Origin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n",
                null);

        // Then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
    }

    @Test
    void shouldTakeABodyOfTheMostBytesButNotOneMore() {
        // Given
        var most = " ".repeat(JsonBody.MOST_BYTES - ENTRY.length()) + ENTRY;

        // When / Then
        assertThat(api.post("/api/blacklist", most).status()).isEqualTo(202);
        assertThat(api.post("/api/blacklist", " " + most).status()).isEqualTo(413);
        assertThat(api.inputs.all()).hasSize(1);
    }

    @Test
    void shouldBoundABodyOfUnknownLength() {
        // Given
        var head = "POST /api/blacklist HTTP/1.1\r\nHost: " + api.api().uri().getAuthority()
                + "\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
        int size = JsonBody.MOST_BYTES + 1;
        var chunk = Integer.toHexString(size) + "\r\n" + " ".repeat(size) + "\r\n0\r\n\r\n";

        // When
        var answer = api.raw(head.getBytes(StandardCharsets.US_ASCII), chunk.getBytes(StandardCharsets.US_ASCII));

        // Then
        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void shouldRefuseABodyThatIsNotUtf8() {
        // Given
        byte[] latin = "{\"account\": \"zo\u00eb\"}".getBytes(StandardCharsets.ISO_8859_1);
        var head = "POST /api/blacklist HTTP/1.1\r\nHost: " + api.api().uri().getAuthority()
                + "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: " + latin.length
                + "\r\n\r\n";

        // When
        var answer = api.raw(head.getBytes(StandardCharsets.US_ASCII), latin);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("error")).contains("UTF-8");
    }

    @Test
    void shouldSayWhatAPathCanDo() {
        // When
        var answer = api.send("PATCH", "/api/accounts/alice", "Content-Type: application/json\r\n", "{}");

        // Then
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers().get("Allow")).contains("GET", "PUT", "DELETE");
        assertThat(answer.json().has("error")).isTrue();
    }

    @Test
    void shouldAnswerHeadAsGetWithoutItsBody() {
        // Given
        api.ledger.accounts.put("alice", Map.of("account", "alice"));

        // When
        var known = api.send("HEAD", "/api/accounts/alice", "", null);
        var unknown = api.send("HEAD", "/api/accounts/nobody", "", null);

        // Then
        assertThat(known.status()).isEqualTo(200);
        assertThat(known.body()).isEmpty();
        assertThat(unknown.status()).isEqualTo(404);
    }
}
