package io.tollgate.launcher.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The verbs for calls and for what was decided on them. */
class CallsVerbTest {

    private static final String CALL = """
            {"callId": "gw1-1-7", "sipCallId": "x@y", "account": "alice", "direction": "OUTBOUND",
             "caller": "sip:alice@example.org", "destination": "4930123456", "currency": "EUR",
             "attemptedAt": "2026-03-01T11:58:00Z", "answeredAt": "2026-03-01T11:58:30Z", "cost": 30000,
             "state": "ANSWERED"}""";

    private final FakeApi api = new FakeApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void shouldListCallsWithTheirTimeAndCost() {
        // Given
        api.on("GET /api/calls?account=alice", 200, "[" + CALL + "]");

        // When, Then
        assertThat(api.run("calls", "--account", "alice")).isZero();
        assertThat(api.out().lines())
                .containsExactly(
                        "ACCOUNT  FROM   TO          STATE       TIME      COST  CALL",
                        "alice    alice  4930123456  answered  1m 30s  0.03 EUR  gw1-1-7");
    }

    @Test
    void shouldSayWhyCallsWereRefusedOrTerminated() {
        // Given
        api.on("GET /api/decisions?account=alice", 200, """
                [{"callId": "gw-2", "account": "alice", "destination": "882", "at": "2026-03-01T11:58:00Z",
                  "outcome": "REFUSED", "explanation": "Refused: the blacklist has prefix 882."},
                 {"callId": "gw-1", "account": "alice", "destination": "4930", "at": "2026-03-01T11:57:00Z",
                  "outcome": "TERMINATED", "explanation": "Terminated: no money left."}]""");

        // When, Then
        assertThat(api.run("calls", "--why", "--account", "alice")).isZero();
        assertThat(api.out().lines())
                .containsExactly(
                        "TIME      ACCOUNT  TO    OUTCOME     WHY                                     CALL",
                        "11:57:00  alice    4930  terminated  Terminated: no money left.              gw-1",
                        "11:58:00  alice    882   refused     Refused: the blacklist has prefix 882.  gw-2");
    }

    @Test
    void shouldSayOnWhatADecisionRests() {
        // Given
        api.on("GET /api/calls/x%40y/why", 200, """
                {"callId": "gw-1", "sipCallId": "x@y", "account": "alice", "at": "2026-03-01T11:57:00Z",
                 "outcome": "REFUSED", "reason": "CHANNEL_LIMIT", "sipStatus": 486, "rule": "channelLimit",
                 "measured": 2, "limit": 2, "unit": "channels", "orderedBy": "tollgate", "calls": ["gw-7", "gw-8"],
                 "verdictId": null, "explanation": "Refused: full."}""");

        // When, Then
        assertThat(api.run("calls", "--why", "x@y")).isZero();
        assertThat(api.out().lines())
                .containsExactly(
                        "why         Refused: full.",
                        "outcome     refused",
                        "reason      CHANNEL_LIMIT",
                        "at          11:57:00",
                        "account     alice",
                        "callId      gw-1",
                        "sipCallId   x@y",
                        "sipStatus   486",
                        "rule        channelLimit",
                        "measured    2 channels",
                        "limit       2 channels",
                        "ordered by  tollgate",
                        "calls then  gw-7,gw-8");
        assertThat(api.run("calls", "--why", "other")).isEqualTo(1);
    }

    @Test
    void shouldTerminateACall() {
        // Given
        api.on("DELETE /api/calls/a%2Fb%40192.0.2.7?operator=ops&reason=a%20b%26c", 202, "{\"commandId\": \"c\"}");

        // When, Then
        assertThat(api.with("USER", "ops").run("terminate", "a/b@192.0.2.7", "--reason", "a b&c"))
                .isZero();
        assertThat(api.out()).isEqualToIgnoringNewLines("call a/b@192.0.2.7: ordered to end");
        assertThat(api.run("terminate", "other")).isEqualTo(1);
    }

    @Test
    void shouldTerminateAllCallsOfAnAccount() {
        // Given
        api.on("DELETE /api/accounts/mallory/calls?operator=operator", 202, "{\"commandId\": \"c\"}");

        // When, Then
        assertThat(api.run("terminate", "--account", "mallory", "--json")).isZero();
        assertThat(api.out()).isEqualToIgnoringNewLines("{\"commandId\": \"c\"}");
    }
}
