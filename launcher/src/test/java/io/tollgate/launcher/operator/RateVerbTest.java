package io.tollgate.launcher.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The verb for rates: what it asks, says and leaves with. */
class RateVerbTest {

    private final FakeApi api = new FakeApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void shouldShowARate() {
        // Given
        api.on("GET /api/rates/standard/49", 200, """
                {"plan": "standard", "prefix": "49", "pricePerMinute": 50000, "connectFee": 0,
                 "initialIncrementSeconds": 60, "incrementSeconds": 1, "description": "Germany"}""");

        // When, Then
        assertThat(api.run("rate", "standard", "49")).isZero();
        assertThat(api.out().lines())
                .contains("price a minute  0.05", "increments      60/1 s", "description     Germany");
    }

    @Test
    void shouldShowTheRateForEveryOtherDestination() {
        // Given
        api.on("GET /api/rates/standard/", 200, """
                {"plan": "standard", "prefix": "", "pricePerMinute": 50000, "connectFee": 0,
                 "initialIncrementSeconds": 60, "incrementSeconds": 1, "description": null}""");

        // When, Then
        assertThat(api.run("rate", "standard", "")).isZero();
        assertThat(api.out().lines()).contains("prefix          (every other)", "price a minute  0.05");
    }

    @Test
    void shouldChangeTheRateForEveryOtherDestination() {
        // Given
        api.on("GET /api/rates/standard/", 200, """
                {"plan": "standard", "prefix": "", "pricePerMinute": 50000, "connectFee": 0,
                 "initialIncrementSeconds": 60, "incrementSeconds": 1, "description": null}""");
        api.on("PUT /api/rates/standard/", 202, "{}");

        // When, Then
        assertThat(api.run("rate", "standard", "", "set", "pricePerMinute=0.07"))
                .isZero();
        assertThat(api.last().line()).isEqualTo("PUT /api/rates/standard/");
        assertThat(api.last().body()).contains("\"pricePerMinute\":70000", "\"initialIncrementSeconds\":60");
        assertThat(api.out()).isEqualToIgnoringNewLines("rate standard/: pricePerMinute 0.05 -> 0.07");
    }

    @Test
    void shouldRemoveTheRateForEveryOtherDestination() {
        // Given
        api.on("DELETE /api/rates/standard/", 202, "{}");

        // When, Then
        assertThat(api.run("rate", "standard", "", "remove")).isZero();
        assertThat(api.last().line()).isEqualTo("DELETE /api/rates/standard/");
    }

    @Test
    void shouldSetARate() {
        // Given
        api.on("PUT /api/rates/standard/49", 202, "{}");

        // When, Then
        assertThat(api.run("rate", "standard", "49", "set", "pricePerMinute=0.05", "description=Germany, all"))
                .isZero();
        assertThat(api.last().body()).isEqualTo("{\"pricePerMinute\":50000,\"description\":\"Germany, all\"}");
        assertThat(api.out()).isEqualToIgnoringNewLines("rate standard/49: created");
    }
}
