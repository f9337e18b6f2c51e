package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollgate.Account;
import io.tollgate.BalanceAdjustment;
import io.tollgate.CreditModel;
import io.tollgate.Identity;
import io.tollgate.Rate;
import io.tollgate.enforcement.api.ApiPorts;
import io.tollgate.enforcement.api.Health;
import io.tollgate.enforcement.api.HttpApi;
import io.tollgate.enforcement.api.StoreLedger;
import io.tollgate.schemas.serde.RegistryUnavailable;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.SettingsRefused;
import io.tollgate.schemas.topic.Topics;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpApiTest {

    private static final HostPort ANY = HostPort.parse("127.0.0.1:0");

    private final TestTopology topology = new TestTopology();
    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();
    private Health health = new Health(true, "running");
    private @Nullable HttpApi api;
    private StoreLedger ledger = ledger();

    @AfterEach
    void close() {
        if (api != null) {
            api.close();
        }
        topology.close();
    }

    @Test
    void shouldShowSettingsAndStateOfAnAccountButNotItsSecret() throws Exception {
        // Given
        start(null);
        topology.send(
                Topics.ACCOUNTS,
                "bob",
                Account.newBuilder()
                        .setAccount("bob")
                        .setChannelLimit(1)
                        .setHa1("0123456789abcdef")
                        .setTrunks(List.of("192.0.2.0/24"))
                        .build());
        new TestCall(topology, "bob", "c1").attempt();

        // When
        var response = get("/api/accounts/bob");

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).doesNotContain("ha1").doesNotContain("0123456789abcdef");
        var account = json.readTree(response.body());
        assertThat(account.get("channelLimit").intValue()).isEqualTo(1);
        assertThat(account.get("activeChannels").intValue()).isEqualTo(1);
        assertThat(account.get("blocked").textValue()).isEqualTo("CHANNEL_LIMIT");
        assertThat(account.get("balance").longValue()).isZero();
        assertThat(account.get("trunks").get(0).textValue()).isEqualTo("192.0.2.0/24");
        assertThat(account.get("updatedAt").textValue()).isEqualTo("2026-03-01T12:00:00Z");
    }

    @Test
    void shouldShowBalanceAndWhenItIsGoneWhileACallRuns() throws Exception {
        // Given
        start(null);
        topology.send(
                Topics.RATES,
                "plan/49",
                Rate.newBuilder()
                        .setPlan("plan")
                        .setPrefix("49")
                        .setPricePerMinute(60)
                        .build());
        topology.send(
                Topics.ACCOUNTS,
                "alice",
                Account.newBuilder()
                        .setAccount("alice")
                        .setCreditModel(CreditModel.PREPAID)
                        .setRatePlan("plan")
                        .build());
        topology.send(
                Topics.BALANCE_ADJUSTMENTS,
                "alice",
                BalanceAdjustment.newBuilder()
                        .setAdjustmentId("a1")
                        .setAccount("alice")
                        .setAmount(90)
                        .setAt(topology.now())
                        .setReason("")
                        .build());
        new TestCall(topology, "alice", "c1").attempt().answer();

        // When
        var account = json.readTree(get("/api/accounts/alice").body());
        var call = json.readTree(get("/api/calls?account=alice").body()).get(0);

        // Then
        assertThat(call.get("ratePlan").textValue()).isEqualTo("plan");
        assertThat(call.get("ratedPrefix").textValue()).isEqualTo("49");
        assertThat(call.get("currency").textValue()).isEqualTo("EUR");
        assertThat(call.get("billedSeconds").longValue())
                .isEqualTo(call.get("cost").longValue());
        assertThat(account.get("balance").longValue()).isEqualTo(90);
        assertThat(account.get("exhaustsAt").textValue()).isEqualTo("2026-03-01T12:01:30Z");
        assertThat(account.get("updatedAt").textValue()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(account.get("blocked").isNull()).isTrue();
    }

    @Test
    void shouldAnswer404WhenAccountIsUnknownOrForgotten() throws Exception {
        // Given
        start(null);
        topology.send(Topics.ACCOUNTS, "gone", null);

        // When
        var unknown = get("/api/accounts/nobody");
        var forgotten = get("/api/accounts/gone");
        var nowhere = get("/api/nowhere");

        // Then
        assertThat(List.of(unknown.statusCode(), forgotten.statusCode(), nowhere.statusCode()))
                .containsOnly(404);
        assertThat(json.readTree(unknown.body()).get("error").textValue()).contains("nobody");
        assertThat(json.readTree(nowhere.body()).has("error")).isTrue();
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
    void shouldListLiveCallsOfTheProvenOnly() throws Exception {
        // Given
        start(null);
        new TestCall(topology, "bob", "c1").attempt();
        new TestCall(topology, "bob", "c2").attempt().answer();
        new TestCall(topology, "bob", "c3").by(Identity.CLAIMED).attempt();
        new TestCall(topology, "bobby", "c4").attempt();

        // When
        var bobs = json.readTree(get("/api/calls?account=bob").body());
        var all = json.readTree(get("/api/calls").body());

        // Then
        assertThat(texts(bobs, "callId")).containsExactly("c1", "c2");
        assertThat(texts(bobs, "state")).containsExactly("RINGING", "ANSWERED");
        assertThat(bobs.get(0).has("endedAt")).isFalse();
        assertThat(texts(all, "callId")).containsExactlyInAnyOrder("c1", "c2", "c4");
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
        assertThat(json.readTree(unwell.body()).get("state").textValue()).isEqualTo("rebalancing");
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
        api = HttpApi.start(ANY, token, ports());
    }

    private ApiPorts ports() {
        return ApiPorts.reading(() -> health, () -> "metrics", ledger);
    }

    private StoreLedger ledger() {
        return new StoreLedger(
                new StoreLedger.Finder() {
                    @Override
                    public <K, V> ReadOnlyKeyValueStore<K, V> find(String name) {
                        return topology.driver.getKeyValueStore(name);
                    }
                },
                Clock.fixed(TestTopology.START, ZoneOffset.UTC));
    }

    private URI uri() {
        if (api == null) {
            throw new IllegalStateException("not started");
        }
        return api.uri();
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri().resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> item.get(field).textValue())
                .toList();
    }
}
