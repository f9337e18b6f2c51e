package io.tollgate.launcher.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The verb for the blacklist: what it asks, says and leaves with. */
class BlacklistVerbTest {

    private final FakeApi api = new FakeApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void shouldListTheBlacklist() {
        // Given
        api.on("GET /api/blacklist", 200, """
                [{"entryId": "e1", "account": "alice", "destinationPrefix": "882", "sourceNetwork": null,
                  "kind": "DENY", "reason": "OPERATOR", "detail": "night", "source": "ops",
                  "createdAt": "2026-03-01T11:00:00Z", "expiresAt": "2026-03-01T13:30:00Z"},
                 {"entryId": "e2", "sourceNetwork": "203.0.113.0/24", "kind": "ALLOW", "reason": "OPERATOR",
                  "source": "ops"}]""");

        // When, Then
        assertThat(api.run("blacklist")).isZero();
        assertThat(api.out().lines())
                .containsExactly(
                        "ENTRY  KIND   ACCOUNT  PREFIX  NETWORK         REASON    SOURCE  EXPIRES IN  DETAIL",
                        "e1     deny   alice    882                     OPERATOR  ops         1h 30m  night",
                        "e2     allow                   203.0.113.0/24  OPERATOR  ops          never");
    }

    @Test
    void shouldBlacklistForAWhile() {
        // Given
        api.on("POST /api/blacklist", 202, "{\"entryId\": \"e9\"}");

        // When
        int status =
                api.run("blacklist", "add", "alice", "--prefix", "882", "--for", "2h", "--reason", "premium at night");

        // Then
        assertThat(status).isZero();
        assertThat(Json.read(api.last().body())).isEqualTo(Json.read("""
                {"account": "alice", "destinationPrefix": "882", "kind": "DENY",
                 "expiresAt": "2026-03-01T14:00:00Z", "operator": "operator", "reason": "premium at night"}"""));
        assertThat(api.out()).isEqualToIgnoringNewLines("blacklisted: entry e9");
    }

    @Test
    void shouldExceptANetwork() {
        // Given
        api.on("POST /api/blacklist", 202, "{\"entryId\": \"e9\"}");

        // When, Then
        assertThat(api.run("blacklist", "add", "--network", "203.0.113.0/24", "--allow"))
                .isZero();
        assertThat(api.last().body())
                .isEqualTo("{\"sourceNetwork\":\"203.0.113.0/24\",\"kind\":\"ALLOW\",\"operator\":\"operator\","
                        + "\"reason\":\"\"}");
    }

    @Test
    void shouldSayWhichFieldTheApiRefuses() {
        // Given
        api.on("POST /api/blacklist", 400, "{\"error\": \"at least 3 digits\", \"field\": \"destinationPrefix\"}");

        // When, Then
        assertThat(api.run("blacklist", "add", "--prefix", "8")).isEqualTo(1);
        assertThat(api.err()).isEqualToIgnoringNewLines("tollgate: refused: destinationPrefix: at least 3 digits");
    }

    @Test
    void shouldRemoveAnEntry() {
        api.on("DELETE /api/blacklist/e1?operator=operator", 202, "{}");
        assertThat(api.run("blacklist", "remove", "e1")).isZero();
        assertThat(api.run("blacklist", "remove", "e2")).isEqualTo(1);
    }
}
