package io.tollgate.enforcement.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LongListTest {

    private final ApiUnderTest api = new ApiUnderTest(null);

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void shouldSayOfAListThatItIsCut() throws Exception {
        // Given
        for (int i = 0; i < Ledger.MOST; i++) {
            api.ledger.live.add(Map.of("account", "bob"));
        }

        // When
        var whole = get("/api/calls");
        api.ledger.live.add(Map.of("account", "alice"));
        var cut = get("/api/calls");
        var others = get("/api/calls?account=bob");

        // Then
        assertThat(length(whole)).isEqualTo(Ledger.MOST);
        assertThat(whole.headers().firstValue("Tollgate-Truncated")).isEmpty();
        assertThat(length(cut)).isEqualTo(Ledger.MOST);
        assertThat(cut.headers().firstValue("Tollgate-Truncated")).contains("true");
        assertThat(others.headers().firstValue("Tollgate-Truncated")).isEmpty();
    }

    private static int length(HttpResponse<String> list) throws IOException {
        return new JsonMapper().readTree(list.body()).size();
    }

    /** Such an answer comes in chunks. */
    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(api.api().uri().resolve(path)).build(), BodyHandlers.ofString());
    }
}
