package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.enforcement.api.ApiPorts;
import io.tollgate.enforcement.api.Health;
import io.tollgate.enforcement.api.HttpApi;
import io.tollgate.enforcement.api.StoreLedger;
import io.tollgate.schemas.serde.RegistryUnavailable;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.SettingsRefused;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpApiTest {

    private final TestTopology topology = new TestTopology();
    private Health health = new Health(true, "running");
    private StoreLedger ledger = TestApi.ledger(topology);
    private @Nullable TestApi api;

    @AfterEach
    void close() {
        if (api != null) {
            api.close();
        }
        topology.close();
    }

    @Test
    void shouldSayTryAgainWhenTheRegistryDoesNotGiveTheSettingsSchema() throws Exception {
        // Given
        ledger = new StoreLedger(
                new StoreLedger.Finder() {
                    @Override
                    public <K, V> ReadOnlyKeyValueStore<K, V> find(String name) {
                        throw new RegistryUnavailable("nobody answers");
                    }
                },
                Clock.systemUTC());
        start(null);

        // When
        var response = get("/api/accounts/bob");

        // Then
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void shouldTellItsHealthByStatus() throws Exception {
        // Given
        start(null);

        // When
        var well = get("/health").statusCode();
        health = new Health(false, "rebalancing");
        var unwell = get("/health");

        // Then
        assertThat(well).isEqualTo(200);
        assertThat(unwell.statusCode()).isEqualTo(503);
        assertThat(api().json(unwell).get("state").textValue()).isEqualTo("rebalancing");
        assertThat(get("/metrics").body()).isEqualTo("metrics");
    }

    @Test
    void shouldRefuseCallsWithoutTheTokenWhenThereIsOne() throws Exception {
        // Given
        start("s3cret");

        // When
        var without = get("/api/calls");
        var wrong = get("/api/calls", "Authorization", "Bearer other");
        var right = get("/api/calls", "Authorization", "Bearer s3cret");

        // Then
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(right.statusCode()).isEqualTo(200);
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldRefuseAnOriginThatIsNotOurs() throws Exception {
        // Given
        start(null);

        // When
        var foreign = get("/api/calls", "Origin", "http://evil.example");
        var own = get("/api/calls", "Origin", "http://" + uri().getAuthority());

        // Then
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(own.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldRefuseAHostThatIsNotOurs() throws IOException {
        // Given
        start(null);

        // When
        var foreign = statusWithHost("evil.example:" + uri().getPort());
        var own = statusWithHost("localhost:" + uri().getPort());

        // Then
        assertThat(foreign).contains(" 403 ");
        assertThat(own).contains(" 200 ");
    }

    /** The JDK's client lets nobody choose the Host. */
    private String statusWithHost(String host) throws IOException {
        try (var socket = new Socket(uri().getHost(), uri().getPort())) {
            var request = "GET /api/calls HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElse("");
        }
    }

    @Test
    void shouldSayWhatIsWrongWhenThePortIsTaken() {
        // Given
        start(null);
        var taken = new HostPort("127.0.0.1", uri().getPort());

        // When / Then
        assertThatThrownBy(() -> HttpApi.start(taken, null, ports()))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("http: '" + taken + "'");
    }

    private void start(@Nullable String token) {
        api = new TestApi(token, ports(), null);
    }

    private ApiPorts ports() {
        return ApiPorts.reading(() -> health, () -> "metrics", ledger);
    }

    private TestApi api() {
        if (api == null) {
            throw new IllegalStateException("not started");
        }
        return api;
    }

    private URI uri() {
        return api().uri();
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return api().get(path, headers);
    }
}
