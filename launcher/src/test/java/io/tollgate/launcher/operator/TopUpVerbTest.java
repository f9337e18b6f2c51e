package io.tollgate.launcher.operator;

import static io.tollgate.launcher.operator.Answers.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.launcher.operator.FakeApi.Asked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verb that puts money on an account: exactly as much, and once. */
class TopUpVerbTest {

    private final FakeApi api = new FakeApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void shouldTopUpExactly() {
        // Given
        api.on("GET /api/accounts/alice", 200, ALICE)
                .on("POST /api/accounts/alice/adjustments", 202, "{\"adjustmentId\": \"v1\"}");

        // When
        int status = api.run("topup", "alice", "10.50", "--reason", "voucher \"1\"", "--id", "v1");

        // Then
        assertThat(status).isZero();
        assertThat(Json.read(api.last().body())).isEqualTo(Json.read("""
                {"adjustmentId": "v1", "amount": 10500000, "reason": "voucher \\"1\\""}"""));
        assertThat(api.out()).isEqualToIgnoringNewLines("account alice: +10.50 EUR (adjustment v1)");
    }

    @Test
    void shouldSayHowToRepeatATopUpWhoseOutcomeIsUnknown() {
        // Given
        api.on("GET /api/accounts/alice", 200, ALICE)
                .on("POST /api/accounts/alice/adjustments", 503, "{\"error\": \"Kafka is away\"}");

        // When
        int status = api.run("topup", "alice", "10.50");

        // Then
        assertThat(status).isEqualTo(1);
        Object id = Fields.of(api.last().body()).text("adjustmentId");
        assertThat(api.err()).contains("Kafka is away").contains("repeat it with --id " + id + ",");
    }

    @Test
    void shouldTakeMoneyOffWhenTheAmountIsNegative() {
        // Given
        api.on("GET /api/accounts/alice", 200, ALICE).on("POST /api/accounts/alice/adjustments", 202, "{}");

        // When
        int status = api.run("topup", "alice", "-2.000001");

        // Then
        assertThat(status).isZero();
        assertThat(api.last().body()).contains("\"amount\":-2000001");
        assertThat(api.out()).startsWith("account alice: -2.000001 EUR (adjustment ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.00", "ten", "1.0000001", "1,5", "-"})
    void shouldRefuseWhatIsNoAmount(String amount) {
        assertThat(api.run("topup", "alice", amount)).isEqualTo(2);
        assertThat(api.err()).contains("AMOUNT: '" + amount + "' is refused, expected an amount such as 10.50");
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void shouldNotTopUpAMistypedName() {
        assertThat(api.run("topup", "alcie", "5")).isEqualTo(1);
        assertThat(api.asked()).extracting(Asked::line).containsExactly("GET /api/accounts/alcie");
    }
}
