package io.tollgate.enforcement.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Rate;
import io.tollgate.schemas.topic.Topics;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateRoutesTest {

    private final ApiUnderTest api = new ApiUnderTest(null);

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void shouldWriteARate() {
        // When
        var answer = api.put("/api/rates/night%2Fday/49", """
                {"pricePerMinute": 60000, "connectFee": 1000, "initialIncrementSeconds": 60, "incrementSeconds": 6,
                 "description": "Germany"}
                """);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.json().toString()).contains("\"plan\":\"night/day\"", "\"prefix\":\"49\"");
        assertThat(api.inputs.all().get(0).key()).isEqualTo("night/day/49");
        assertThat(api.inputs.only(Topics.RATES, Rate.class))
                .isEqualTo(Rate.newBuilder()
                        .setPlan("night/day")
                        .setPrefix("49")
                        .setPricePerMinute(60_000)
                        .setConnectFee(1_000)
                        .setInitialIncrementSeconds(60)
                        .setIncrementSeconds(6)
                        .setDescription("Germany")
                        .build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "49 | {} | pricePerMinute",
                "49 | {\"pricePerMinute\": -1} | pricePerMinute",
                "49 | {\"pricePerMinute\": 1, \"connectFee\": -1} | connectFee",
                "49 | {\"pricePerMinute\": 1, \"initialIncrementSeconds\": 0} | initialIncrementSeconds",
                "49 | {\"pricePerMinute\": 1, \"incrementSeconds\": 0} | incrementSeconds",
                "49 | {\"pricePerMinute\": 1, \"prefix\": \"48\"} | prefix",
                "49 | {\"pricePerMinute\": 1, \"price\": 1} | price",
                "+49 | {\"pricePerMinute\": 1} | prefix",
            })
    void shouldSayWhatIsWrongWithARate(String prefix, String body, String field) {
        // When
        var answer = api.put("/api/rates/plan/" + prefix, body);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("field")).as(answer.body()).isEqualTo(field);
        assertThat(api.inputs.all()).isEmpty();
    }

    @Test
    void shouldRemoveARate() {
        // Given
        api.ledger.rates.put("plan/49", Map.of());

        // When
        var answer = api.delete("/api/rates/plan/49");

        // Then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(api.inputs.all().get(0)).isEqualTo(new RecordedInputs.Written(Topics.RATES, "plan/49", null));
    }

    @Test
    void shouldAnswer404WhenThereIsNoSuchRate() {
        // When
        var answer = api.delete("/api/rates/plan/49");

        // Then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(api.inputs.all()).isEmpty();
    }

    @Test
    void shouldRefuseToRemoveWhatCanBeNoRate() {
        // When
        var answer = api.delete("/api/rates/plan/x");

        // Then
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void shouldWriteTheRateForEveryOtherDestination() {
        // When
        var answer = api.put("/api/rates/plan/", "{\"pricePerMinute\": 1}");

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(api.inputs.all().get(0).key()).isEqualTo("plan/");
    }

    @Test
    void shouldRemoveTheRateForEveryOtherDestination() {
        // Given
        api.ledger.rates.put("plan/", Map.of());

        // When
        var answer = api.delete("/api/rates/plan/");

        // Then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(api.inputs.all().get(0)).isEqualTo(new RecordedInputs.Written(Topics.RATES, "plan/", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/rates/plan", "/api/rates/plan%2F"})
    void shouldTakeNoPlanForARate(String path) {
        // Given
        api.ledger.rates.put("plan/", Map.of());
        api.ledger.rates.put("plan//", Map.of());

        // When
        var written = api.put(path, "{\"pricePerMinute\": 1}");
        var removed = api.delete(path);

        // Then
        assertThat(written.status()).isEqualTo(404);
        assertThat(removed.status()).isEqualTo(404);
        assertThat(api.inputs.all()).isEmpty();
    }

    @Test
    void shouldSayWhatIsWrongWithTheRateForEveryOtherDestination() {
        // When
        var answer = api.put("/api/rates/plan/", "{\"pricePerMinute\": -1}");

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("field")).isEqualTo("pricePerMinute");
        assertThat(api.inputs.all()).isEmpty();
    }
}
