package io.tollgate.launcher.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.launcher.operator.FakeApi.Asked;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An account that is erased, with all that names it. */
class AccountErasureTest {

    private final FakeApi api = new FakeApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void shouldEraseAnAccountWithTheEntriesThatNameIt() {
        // Given
        api.on("GET /api/blacklist", 200, """
                        [{"entryId": "e1", "account": "alice", "reason": "OPERATOR"},
                         {"entryId": "e/2", "account": "alice", "reason": "FRAUD_VERDICT"},
                         {"entryId": "gone", "account": "alice", "reason": "FRAUD_VERDICT"},
                         {"entryId": "e3", "account": "bob", "reason": "OPERATOR"},
                         {"entryId": "e4", "destinationPrefix": "882", "reason": "OPERATOR"},
                         {"entryId": "no-balance:alice", "account": "alice", "reason": "NO_BALANCE"}]""")
                .on("DELETE /api/accounts/alice", 202, "{}")
                .on("DELETE /api/blacklist/e1?operator=night&reason=account%20erased", 202, "{}")
                .on("DELETE /api/blacklist/e%2F2?operator=night&reason=account%20erased", 202, "{}")
                .with("USER", "night");

        // When
        int status = api.run("account", "alice", "erase", "--yes");

        // Then
        assertThat(status).isZero();
        assertThat(api.out())
                .contains("account alice: forgotten;", "entries removed: 2.", "call records", "docs/data.md");
        assertThat(api.asked())
                .extracting(Asked::line)
                .containsExactly(
                        "GET /api/blacklist",
                        "DELETE /api/accounts/alice",
                        "DELETE /api/blacklist/e1?operator=night&reason=account%20erased",
                        "DELETE /api/blacklist/e%2F2?operator=night&reason=account%20erased",
                        "DELETE /api/blacklist/gone?operator=night&reason=account%20erased");
    }

    @Test
    void shouldGoOnWithAnErasureThatWasBrokenOff() {
        // Given
        api.on("GET /api/blacklist", 200, "[{\"entryId\": \"e1\", \"account\": \"alice\", \"reason\": \"OPERATOR\"}]")
                .on("DELETE /api/blacklist/e1?operator=operator&reason=account%20erased", 202, "{}");

        // When
        int status = api.run("account", "alice", "erase", "--yes", "--json");

        // Then
        assertThat(status).isZero();
        assertThat(api.out())
                .isEqualToIgnoringNewLines("{\"account\":\"alice\",\"forgotten\":false,\"entriesRemoved\":[\"e1\"]}");
    }

    @Test
    void shouldEraseNoMistypedName() {
        // Given
        api.on("GET /api/blacklist", 200, "[]");

        // When, Then
        assertThat(api.run("account", "alcie", "erase", "--yes")).isEqualTo(1);
        assertThat(api.err()).contains("no account 'alcie'");
        assertThat(api.out()).isEmpty();
    }

    @Test
    void shouldNotSayErasedWhereTheListWasNotWhole() {
        // Given
        String entry = "{\"entryId\": \"e\", \"account\": \"bob\", \"reason\": \"OPERATOR\"}";
        api.on("GET /api/blacklist", 200, "[" + String.join(",", Collections.nCopies(10_000, entry)) + "]")
                .on("DELETE /api/accounts/alice", 202, "{}");

        // When, Then
        assertThat(api.run("account", "alice", "erase", "--yes")).isEqualTo(1);
        assertThat(api.err()).contains("others may name the account");
    }
}
