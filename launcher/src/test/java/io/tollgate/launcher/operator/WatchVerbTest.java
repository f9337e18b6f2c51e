package io.tollgate.launcher.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code watch} where its output is no terminal: a line an event, over a stream that ends and comes back. */
@Timeout(30)
class WatchVerbTest {

    private static final String EVENTS =
            "/api/events?types=CallEvent,Termination,BlacklistEntry,AccountState,CallRecord";
    private static final String CALL = "\"callId\": \"gw-1\", \"account\": \"alice\", \"destination\": \"4930\","
            + " \"source\": \"192.0.2.7:5060/udp\", \"at\": \"2026-03-01T11:59:58Z\"";
    private static final Map<String, String> LINES = Map.of(
            "{\"type\": \"CallAttempted\"}",
            "calls        4930 from 192.0.2.7:5060/udp [gw-1]",
            "{\"type\": \"CallRinging\"}",
            "ringing      4930 [gw-1]",
            "{\"type\": \"CallAnswered\"}",
            "answered     4930 [gw-1]",
            "{\"type\": \"CallEnded\", \"cause\": \"FAILED\", \"sipStatus\": 486}",
            "ended        4930: FAILED 486 [gw-1]",
            "{\"type\": \"CallEnded\", \"cause\": \"TERMINATED\", \"terminationReason\": \"BALANCE_EXHAUSTED\","
                    + " \"terminationId\": \"t1\"}",
            "terminated   4930: BALANCE_EXHAUSTED, termination t1 [gw-1]",
            "{\"type\": \"CallRefused\", \"sipStatus\": 403, \"reason\": \"BLACKLISTED\", \"blacklistEntryId\": \"e1\"}",
            "refused      4930 from 192.0.2.7:5060/udp: 403 BLACKLISTED e1 [gw-1]",
            "{\"type\": \"LegClosed\", \"leg\": \"CALLEE\", \"sipStatus\": 200, \"elapsedMicros\": 12400}",
            "leg closed   CALLEE 200 after 12 ms [gw-1]");

    private final FakeApi api = new FakeApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void shouldTellEveryEventOfACall() {
        // Given
        StringBuilder stream = new StringBuilder();
        LINES.keySet().forEach(of -> stream.append(event("CallEvent", "{" + CALL + ", \"event\": " + of + "}")));
        api.on("GET " + EVENTS, 200, stream.toString());

        // When
        int status = api.run("watch", "--count", String.valueOf(LINES.size()));

        // Then
        assertThat(status).isZero();
        assertThat(api.out().lines())
                .containsExactlyElementsOf(LINES.values().stream()
                        .map(line -> "11:59:58  alice           " + line)
                        .toList());
    }

    @Test
    void shouldTellWhatIsDecidedAndWhy() {
        // Given
        api.on(
                "GET " + EVENTS,
                200,
                event("Termination", """
                        {"terminationId": "t1", "issuedAt": "2026-03-01T11:00:00Z", "account": "alice",
                         "destinationPrefix": "882", "at": "2026-03-01T11:00:00Z", "reason": "FRAUD_VERDICT",
                         "detail": "wangiri", "verdictId": "v7"}""")
                        + event("Termination", """
                        {"terminationId": "t2", "issuedAt": "2026-03-01T11:00:00Z", "account": "bob",
                         "callId": "gw-2", "at": "2026-03-01T11:30:00Z", "reason": "BALANCE_EXHAUSTED"}""")
                        + event("Termination", """
                        {"terminationId": "t2", "issuedAt": "2026-03-01T11:00:01Z", "account": "bob",
                         "callId": "gw-2", "at": null, "reason": "BALANCE_EXHAUSTED"}""")
                        + event("BlacklistEntry", """
                        {"entryId": "e1", "account": "alice", "destinationPrefix": "882", "kind": "DENY",
                         "reason": "FRAUD_VERDICT", "detail": "wangiri", "source": "fraud-1",
                         "createdAt": "2026-03-01T11:00:00Z", "expiresAt": "2026-03-01T14:00:00Z"}""")
                        + event("BlacklistEntry", "{\"entryId\": \"e1\", \"removed\": true}")
                        + event("AccountState", """
                        {"account": "alice", "balance": 1500000, "activeChannels": 1, "channelLimit": 2,
                         "exhaustsAt": "2026-03-01T12:01:30Z", "updatedAt": "2026-03-01T11:59:00Z"}""")
                        + event("CallRecord", """
                        {"callId": "gw-1", "account": "alice", "destination": "4930", "currency": "EUR",
                         "endedAt": "2026-03-01T11:59:00Z", "billedSeconds": 61, "cost": 61000}""")
                        + event("lost", "{\"count\": 3}"));

        // When
        int status = api.run("watch", "--count", "8");

        // Then
        assertThat(status).isZero();
        assertThat(api.out().lines())
                .containsExactly(
                        "11:00:00  alice           termination  882 at once: FRAUD_VERDICT wangiri, verdict v7 [t1]",
                        "11:00:00  bob             termination  gw-2 due at 11:30:00: BALANCE_EXHAUSTED [t2]",
                        "11:00:01  bob             termination  gw-2 withdrawn: BALANCE_EXHAUSTED [t2]",
                        "11:00:00  alice           blacklist    deny calls to 882 for 2h 00m: FRAUD_VERDICT wangiri,"
                                + " fraud-1 [e1]",
                        "12:00:00                  blacklist    removed [e1]",
                        "11:59:00  alice           balance      1.50, channels 1/2, money gone in 1m 30s",
                        "11:59:00  alice           charged      0.061 EUR for 1m 01s to 4930 [gw-1]",
                        "12:00:00                  lost         3 events, since they were not read quickly enough");
    }

    @Test
    void shouldComeBackWhenTheApiDoes() {
        // Given
        api.on("GET " + EVENTS + "&account=alice", 200, event("AccountState", "{\"account\": \"alice\"}"))
                .on("GET " + EVENTS + "&account=alice", 503, "{\"error\": \"starting\"}")
                .on("GET " + EVENTS + "&account=alice", 200, event("AccountState", "{\"account\": \"alice\"}"));

        // When
        int status = api.run("watch", "--json", "--account", "alice", "--count", "2");

        // Then
        assertThat(status).isZero();
        assertThat(api.out().lines())
                .hasSize(2)
                .allMatch("{\"event\":\"AccountState\",\"data\":{\"account\": \"alice\"}}"::equals);
        assertThat(api.err().lines())
                .containsExactly(
                        "tollgate: 12:00:00 the API has ended the stream; trying again",
                        "tollgate: 12:00:00 the API is back");
    }

    @Test
    void shouldNotWaitForAnApiThatNeverWasThere() {
        assertThat(api.run("watch", "--api", "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(api.err()).contains("cannot reach Tollgate's API at http://127.0.0.1:1");
    }

    @Test
    void shouldEndWhenItIsRefused() {
        // Given
        api.on("GET " + EVENTS, 200, event("AccountState", "{}")).on("GET " + EVENTS, 401, "{\"error\": \"no\"}");

        // When, Then
        assertThat(api.run("watch")).isEqualTo(1);
        assertThat(api.err()).contains("asks for a token");
    }

    private static String event(String name, String data) {
        return "event: " + name + "\nid: 1-1\ndata: " + data.replace("\n", " ") + "\n\n";
    }
}
