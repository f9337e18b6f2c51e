package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.phone.CallEnd;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.scenario.Await;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The whole way of each kind of write: from HTTP through Kafka and Streams to the gateway, and back to a reader. */
class HttpApiSystemTest {

    private final Cluster cluster = Cluster.shared();
    private final Api api = cluster.api();

    @Test
    void shouldSetUpAnAccountWithMoneyAndCutItsCall() {
        // Given
        String account = "http-api/zoë";
        accepted("PUT", "/api/rates/http-api/4", "{\"pricePerMinute\": 60000000, \"description\": \"here\"}");
        accepted(
                "PUT",
                path(account),
                "{\"creditModel\": \"PREPAID\", \"ratePlan\": \"http-api\", \"identities\": [\"http-api-zoe\"]}");
        String topUp = "{\"adjustmentId\": \"http-api-1\", \"amount\": 600000000}";
        accepted("POST", path(account) + "/adjustments", topUp);
        accepted("POST", path(account) + "/adjustments", topUp);
        cluster.awaitBalance(account, 600_000_000);
        assertThat(api.read("/api/rates/http-api/4").path("description").asText())
                .isEqualTo("here");
        cluster.first().awaitMessageStatus("http-api-zoe", Cast.LOCAL, 200);
        try (Phone phone = cluster.first().phone("http-api-zoe").open()) {
            PlacedCall call = phone.invite(Cast.LOCAL);
            call.awaitAnswered();
            Await.until(
                    "the call in the API",
                    Cluster.PATIENCE,
                    () -> api.calls(account),
                    calls -> calls.path(0).path("state").asText().equals("ANSWERED"));

            // When
            JsonNode answer = accepted("DELETE", "/api/calls/" + Api.encoded(call.callId()), null);

            // Then
            CallEnd end = call.awaitEnded(Cluster.PATIENCE);
            assertThat(end.by()).isEqualTo(CallEnd.By.PEER);
            assertThat(end.reason()).contains(answer.path("commandId").asText());
        }
    }

    @Test
    void shouldRefuseWhileAnEntryStandsAndLetInAgain() {
        // Given
        String account = "http-api-blacklisted";

        // When
        String entryId = accepted(
                        "POST",
                        "/api/blacklist",
                        "{\"account\": \"" + account + "\", \"destinationPrefix\": \"" + Cast.PREMIUM_PREFIX + "\"}")
                .path("entryId")
                .asText();

        // Then
        cluster.first().awaitMessageStatus(account, Cast.PREMIUM, 403);
        cluster.first().awaitMessageStatus(account, Cast.LOCAL, 200);
        accepted("DELETE", "/api/blacklist/" + Api.encoded(entryId), null);
        cluster.first().awaitMessageStatus(account, Cast.PREMIUM, 200);
    }

    @Test
    void shouldForgetAnAccount() {
        // Given
        String account = "http-api-forgotten";
        accepted("PUT", path(account), "{}");
        Await.until(
                "the account in the API",
                Cluster.PATIENCE,
                () -> api.account(account),
                known -> !known.isMissingNode());
        cluster.first().awaitMessageStatus(account, Cast.LOCAL, 200);

        // When
        accepted("DELETE", path(account), null);

        // Then
        cluster.first().awaitMessageStatus(account, Cast.LOCAL, 403);
        assertThat(api.send("GET", path(account), null).statusCode()).isEqualTo(404);
    }

    private static String path(String account) {
        return "/api/accounts/" + Api.encoded(account);
    }

    private JsonNode accepted(String method, String path, @Nullable String json) {
        var answer = api.send(method, path, json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return api.json(answer);
    }
}
