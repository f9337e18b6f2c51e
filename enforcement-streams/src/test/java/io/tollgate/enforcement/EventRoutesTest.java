package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AccountState;
import io.tollgate.enforcement.api.Events;
import io.tollgate.enforcement.feed.Heard;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EventRoutesTest {

    private final TestTopology topology = new TestTopology();
    private final Events events = new Events("e", 2, () -> {});
    private final TestApi api = TestApi.over(topology, events);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        api.close();
        topology.close();
    }

    @Test
    void shouldTellWhatHappensAsItComes() throws Exception {
        // Given
        var response = listen("/api/events?account=bob&types=AccountState,CallEvent");

        // When
        events.hear(state("alice"));
        events.hear(state("bob"));

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            var event = lines.lines()
                    .dropWhile(line -> !line.startsWith("event:"))
                    .limit(3)
                    .toList();
            assertThat(event).startsWith("event: AccountState", "id: e-2");
            assertThat(event.get(2)).startsWith("data: {\"account\":\"bob\"");
        }
    }

    @Test
    void shouldGoOnAfterTheLastEventThatTheClientHad() throws Exception {
        // Given
        events.hear(state("alice"));
        events.hear(state("bob"));

        // When
        var response = listen("/api/events", "Last-Event-ID", "e-1");

        // Then
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.lines().filter(line -> line.startsWith("id:")).findFirst())
                    .contains("id: e-2");
        }
    }

    @Test
    void shouldAnswerHeadAsGetAndListenToNothing() throws Exception {
        // When
        var described = head("/api/events?types=CallEvent");

        // Then
        assertThat(described.statusCode()).isEqualTo(200);
        assertThat(described.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(events.listening()).isZero();
        assertThat(head("/api/events?types=none").statusCode()).isEqualTo(400);
        assertThat(head("/api/decisions?limit=0").statusCode()).isEqualTo(400);
        assertThat(head("/api/decisions").statusCode()).isEqualTo(200);
        assertThat(head("/api/observed").statusCode()).isEqualTo(200);
        assertThat(head("/api/calls/none/why").statusCode()).isEqualTo(404);
    }

    private HttpResponse<Void> head(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(api.uri().resolve(path))
                        .method("HEAD", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());
    }

    @Test
    void shouldSayWhichTypesThereAreWhenAskedForAnother() throws Exception {
        // When
        var response = api.get("/api/events?types=CallEvent,Verdict");

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("\"field\":\"types\"")
                .contains("Verdict")
                .contains("CallRecord");
        assertThat(events.listening()).isZero();
    }

    @Test
    void shouldTakeNoMoreClientsThanConfigured() throws Exception {
        // Given
        var first = listen("/api/events").body();
        var second = listen("/api/events").body();

        // When
        var third = api.get("/api/events");

        // Then
        assertThat(third.statusCode()).isEqualTo(503);
        assertThat(third.headers().firstValue("Retry-After")).isPresent();
        first.close();
        second.close();
    }

    private HttpResponse<InputStream> listen(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(api.uri().resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofInputStream());
    }

    private static Heard state(String account) {
        var state = AccountState.newBuilder()
                .setAccount(account)
                .setBalance(5)
                .setActiveChannels(1)
                .setUpdatedAt(TestTopology.START)
                .build();
        return new Heard(AccountState.class, account, state, TestTopology.START, true);
    }
}
