package io.tollgate.enforcement.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.tollgate.enforcement.feed.Decisions;
import io.tollgate.enforcement.feed.Observed;
import io.tollgate.schemas.setting.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two instances, each with the half of four partitions. */
class ClusterLedgerTest {

    private static final String TOKEN = "s3cret";

    private final HttpClient client = HttpClient.newHttpClient();
    private final FakeInstance first = new FakeInstance(Set.of(0, 1));
    private final FakeInstance second = new FakeInstance(Set.of(2, 3));

    ClusterLedgerTest() {
        first.knows(second, "bob", "mallory/x y");
        second.knows(first, "alice");
        first.has("alice");
        second.has("bob");
        second.has("mallory/x y");
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void shouldAskTheInstanceThatHasWhatIsNamed() throws Exception {
        // When
        var account = get(first, "/api/accounts/bob");
        var strange = get(first, "/api/accounts/mallory%2Fx%20y");
        var calls = get(first, "/api/calls?account=bob");
        var entry = get(first, "/api/blacklist/no-balance:bob");

        // Then
        assertThat(read(account).get("account").textValue()).isEqualTo("bob");
        assertThat(read(strange).get("account").textValue()).isEqualTo("mallory/x y");
        assertThat(texts(read(calls), "callId")).containsExactly("call-bob");
        assertThat(read(entry).get("entryId").textValue()).isEqualTo("no-balance:bob");
        assertThat(get(second, "/api/accounts/nobody").statusCode()).isEqualTo(404);
        first.elsewhere("nobody", second);
        assertThat(get(first, "/api/accounts/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldGatherListsFromAllInOneOrder() throws Exception {
        // When
        var accounts = read(get(first, "/api/accounts"));
        var same = read(get(second, "/api/accounts"));
        var calls = read(get(second, "/api/calls"));
        var entries = read(get(first, "/api/blacklist"));

        // Then
        assertThat(texts(accounts, "account")).containsExactly("alice", "bob", "mallory/x y");
        assertThat(same).isEqualTo(accounts);
        assertThat(texts(calls, "callId")).containsExactly("call-alice", "call-bob", "call-mallory/x y");
        assertThat(texts(entries, "entryId"))
                .containsExactly(
                        "e-alice",
                        "e-bob",
                        "e-mallory/x y",
                        "no-balance:alice",
                        "no-balance:bob",
                        "no-balance:mallory/x y");
    }

    @Test
    void shouldKnowACurrencyWhoeverHasTheAccount() {
        assertThat(first.ledger().currency("alice")).contains("CHF");
        assertThat(first.ledger().currency("mallory/x y")).contains("CHF");
        assertThat(first.ledger().currency("nobody")).isEmpty();
    }

    @Test
    void shouldKnowACallWhoeverHasIt() {
        assertThat(first.ledger().hasCall("call-bob")).isTrue();
        assertThat(first.ledger().hasCall("call-alice")).isTrue();
        assertThat(first.ledger().hasCall("call-nobody")).isFalse();
    }

    @Test
    void shouldSayTryAgainWhenAnInstanceIsAway() throws Exception {
        // Given
        second.close();

        // When
        var account = get(first, "/api/accounts/bob");
        var list = get(first, "/api/accounts");
        var own = get(first, "/api/accounts/alice");

        // Then
        assertThat(account.statusCode()).isEqualTo(503);
        assertThat(account.headers().firstValue("Retry-After")).contains("1");
        assertThat(list.statusCode()).isEqualTo(503);
        assertThat(own.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldListGatewaysWithoutTheOthersSinceEachInstanceHearsAll() throws Exception {
        // Given
        second.close();

        // When
        var gateways = read(get(first, "/api/gateways"));

        // Then
        assertThat(texts(gateways, "gatewayId")).containsExactly("edge-1");
    }

    @Test
    void shouldListWhatOthersHaveWhereAnInstanceHasNothing() throws Exception {
        // Given
        first.hasNothing();
        second.now(Set.of(0, 1, 2, 3));

        // When
        var asked = read(get(first, "/api/accounts"));
        var other = read(get(second, "/api/accounts"));
        var entries = read(get(first, "/api/blacklist"));

        // Then
        assertThat(texts(asked, "account")).containsExactly("bob", "mallory/x y");
        assertThat(other).isEqualTo(asked);
        assertThat(entries).hasSize(4);
        assertThat(first.ledger().hasCall("call-bob")).isTrue();
        assertThat(first.ledger().hasCall("call-nobody")).isFalse();
    }

    @Test
    void shouldTakeNoPartForTheWhole() throws Exception {
        // Given
        second.now(Set.of(2));

        // When
        var list = get(first, "/api/accounts");

        // Then
        assertThat(list.statusCode()).isEqualTo(503);
    }

    @Test
    void shouldNotCountTwiceWhatTwoHave() throws Exception {
        // Given
        second.now(Set.of(1, 2, 3));

        // When
        var list = get(first, "/api/blacklist");

        // Then
        assertThat(list.statusCode()).isEqualTo(503);
    }

    @Test
    void shouldSayTryAgainWhenWhoIsAskedHasItNoLonger() throws Exception {
        // Given
        second.elsewhere("bob", first);

        // When
        var account = get(first, "/api/accounts/bob");

        // Then
        assertThat(account.statusCode()).isEqualTo(503);
    }

    @Test
    void shouldTellNobodyWithoutTheTokenWhatInstancesTellEachOther() throws Exception {
        // When
        var stranger = client.send(
                HttpRequest.newBuilder(second.uri().resolve("/api/peer/lists/accounts"))
                        .build(),
                BodyHandlers.ofString());
        var peer = get(second, "/api/peer/lists/accounts");
        var nothing = get(second, "/api/peer/lists/secrets");

        // Then
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(peer.statusCode()).isEqualTo(200);
        assertThat(nothing.statusCode()).isEqualTo(404);
    }

    @Test
    void shouldTakeNewSettingsToTheInstanceThatHasTheAccount() throws Exception {
        // Given
        List<String> taken = new ArrayList<>();
        var owner = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        owner.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var token = exchange.getRequestHeaders().getFirst("Authorization");
            taken.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + token + " " + body);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(202, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        owner.start();
        var there = URI.create("http://127.0.0.1:" + owner.getAddress().getPort());
        first.elsewhere("carol x", there);
        first.elsewhere("..", there);

        // When
        var answer = put(first, "/api/accounts/carol%20x");
        var again = put(first, "/api/accounts/carol%20x", "Tollgate-Forwarded", "1");
        var dots = put(first, "/api/accounts/%2e%2e");
        var forgotten = delete(first, "/api/accounts/carol%20x");
        owner.stop(0);

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(dots.statusCode()).isEqualTo(202);
        assertThat(forgotten.statusCode()).isEqualTo(202);
        assertThat(taken)
                .containsExactly(
                        "PUT /api/accounts/carol%20x Bearer s3cret {\"enabled\":true}",
                        "PUT /api/accounts/%2E%2E Bearer s3cret {\"enabled\":true}",
                        "DELETE /api/accounts/carol%20x Bearer s3cret ");
        assertThat(again.statusCode()).isEqualTo(503);
    }

    private HttpResponse<String> get(FakeInstance instance, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(instance.uri().resolve(path))
                        .header("Authorization", "Bearer " + TOKEN)
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> put(FakeInstance instance, String path, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(instance.uri().resolve(path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"enabled\":true}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> delete(FakeInstance instance, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(instance.uri().resolve(path))
                        .header("Authorization", "Bearer " + TOKEN)
                        .DELETE()
                        .build(),
                BodyHandlers.ofString());
    }

    private static JsonNode read(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonMapper().readTree(response.body());
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> item.get(field).textValue())
                .toList();
    }

    /** An instance with its API, that believes what it is told of who has what. */
    private static final class FakeInstance implements AutoCloseable {

        private final FakeLedger local = new FakeLedger();
        private final FakePeers peers;
        private final HttpApi api;

        FakeInstance(Set<Integer> partitions) {
            peers = new FakePeers(partitions, 4);
            api = HttpApi.start(
                    HostPort.parse("127.0.0.1:0"),
                    TOKEN,
                    ApiPorts.reading(() -> new Health(true, "running"), () -> "", ledger()),
                    new Reads(
                            local,
                            peers,
                            new PeerClient(TOKEN),
                            new Events("e", 1, () -> {}),
                            new Decisions(),
                            new Observed(Clock.systemUTC())));
        }

        void has(String account) {
            local.add(account);
        }

        /** There is no store that could be asked. */
        void hasNothing() {
            local.loseStores();
            peers.here = Set.of();
        }

        void now(Set<Integer> partitions) {
            peers.here = partitions;
        }

        void knows(FakeInstance other, String... accounts) {
            peers.others = Set.of(other.uri());
            for (var account : accounts) {
                elsewhere(account, other);
            }
        }

        void elsewhere(String account, FakeInstance other) {
            elsewhere(account, other.uri());
        }

        void elsewhere(String account, URI other) {
            peers.owners.put(account, other);
        }

        Ledger ledger() {
            return new ClusterLedger(local, peers, new PeerClient(TOKEN));
        }

        URI uri() {
            return api.uri();
        }

        @Override
        public void close() {
            api.close();
        }
    }
}
