package io.tollgate.enforcement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollgate.enforcement.api.ApiPorts;
import io.tollgate.enforcement.api.Events;
import io.tollgate.enforcement.api.Health;
import io.tollgate.enforcement.api.HttpApi;
import io.tollgate.enforcement.api.Ledger;
import io.tollgate.enforcement.api.PeerClient;
import io.tollgate.enforcement.api.Peers;
import io.tollgate.enforcement.api.Reads;
import io.tollgate.enforcement.api.StoreLedger;
import io.tollgate.enforcement.feed.Decisions;
import io.tollgate.enforcement.feed.Observed;
import io.tollgate.schemas.setting.HostPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The HTTP API over a ledger of a test's, and a client of it. */
final class TestApi implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();
    private final HttpApi api;

    TestApi(Ledger ledger, @Nullable Reads reads) {
        this(null, ApiPorts.reading(() -> new Health(true, "running"), () -> "metrics", ledger), reads);
    }

    TestApi(@Nullable String token, ApiPorts ports, @Nullable Reads reads) {
        api = HttpApi.start(HostPort.parse("127.0.0.1:0"), token, ports, reads);
    }

    /** Over a test topology's stores; alone, and telling nothing of itself. */
    static TestApi silent(TestTopology topology) {
        return new TestApi(ledger(topology), null);
    }

    /** Likewise, as one of several. */
    static TestApi over(TestTopology topology) {
        return over(topology, new Events("e", 2, () -> {}));
    }

    /** That tells these events. */
    static TestApi over(TestTopology topology, Events events) {
        return over(topology, events, new Decisions(), new Observed(Clock.systemUTC()));
    }

    /** And has heard these decisions. */
    static TestApi over(TestTopology topology, Events events, Decisions decisions, Observed observed) {
        var ledger = ledger(topology);
        return new TestApi(ledger, new Reads(ledger, Peers.ALONE, new PeerClient(null), events, decisions, observed));
    }

    static StoreLedger ledger(TestTopology topology) {
        return new StoreLedger(
                new StoreLedger.Finder() {
                    @Override
                    public <K, V> ReadOnlyKeyValueStore<K, V> find(String name) {
                        return topology.driver.getKeyValueStore(name);
                    }
                },
                Clock.fixed(TestTopology.START, ZoneOffset.UTC));
    }

    URI uri() {
        return api.uri();
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri().resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    JsonNode read(String path) throws IOException, InterruptedException {
        var response = get(path);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
        }
        return json(response);
    }

    JsonNode json(HttpResponse<String> response) throws IOException {
        return json.readTree(response.body());
    }

    String error(HttpResponse<String> response) throws IOException {
        return json(response).get("error").textValue();
    }

    static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> item.get(field).textValue())
                .toList();
    }

    @Override
    public void close() {
        api.close();
    }
}
