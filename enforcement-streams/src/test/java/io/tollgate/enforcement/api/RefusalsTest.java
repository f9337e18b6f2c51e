package io.tollgate.enforcement.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {

    private final ApiUnderTest api = new ApiUnderTest(null);

    @AfterEach
    void close() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"account=%zz", "account=%C3", "account=%ED%A0%80", "account=a%00b", "x=100%", "account=%4", "%"})
    void shouldRefuseAQueryThatCannotBeDecoded(String query) {
        // When
        var answer = api.get("/api/calls?" + query);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("error")).contains("query");
        assertThat(answer.json().get("field").isNull()).isTrue();
    }

    @Test
    void shouldRefuseAnOrderWhoseQueryCannotBeDecoded() {
        // Given
        api.ledger.calls.add("c1");

        // When / Then
        assertThat(api.delete("/api/calls/c1?reason=100%").status()).isEqualTo(400);
        assertThat(api.delete("/api/calls/c1?reason=100%25+sure&operator=zo%C3%AB")
                        .status())
                .isEqualTo(202);
        assertThat(api.inputs.all()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-none", "iso-8859-1", "\"utf-16\"", ""})
    void shouldRefuseACharsetThatIsNotOurs(String charset) {
        // When
        var answer = api.send(
                "GET", "/api/calls?account=a", "Content-Type: application/json; charset=" + charset + "\r\n", null);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(415);
        assertThat(answer.text("error")).contains("UTF-8");
    }

    @Test
    void shouldSayInJsonThatItFailed() {
        // Given
        api.ledger.live.add(Map.of("account", new Object()));

        // When
        var answer = api.get("/api/calls");

        // Then
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.headers().get("Content-Type")).startsWith("application/json");
        assertThat(answer.text("error")).isNotEmpty().doesNotContain("Exception");
        assertThat(answer.json().has("field")).isTrue();
    }
}
