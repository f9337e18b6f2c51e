package io.tollgate.enforcement.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import io.tollgate.BalanceAdjustment;
import io.tollgate.CreditModel;
import io.tollgate.enforcement.account.AccountStanding;
import io.tollgate.schemas.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountRoutesTest {

    private static final String NEW = "0123456789abcdef0123456789abcdef";

    private final ApiUnderTest api = new ApiUnderTest(null);

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void shouldWriteEverySettingOfAnAccount() {
        // When
        var answer = api.put("/api/accounts/alice", """
                {"account": "alice", "enabled": false, "channelLimit": 2, "creditModel": "POSTPAID",
                 "creditLimit": 5000000000, "currency": "CHF", "ratePlan": "standard", "maxCallSeconds": 3600,
                 "identities": ["+41311234567", "zoë@example.com"], "trunks": ["192.0.2.7", "2001:db8::/64"],
                 "ha1": "0123456789abcdef0123456789abcdef", "strictAdmission": true, "admitWithoutDecision": false}
                """);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.text("account")).isEqualTo("alice");
        assertThat(api.inputs.all().get(0).key()).isEqualTo("alice");
        assertThat(api.inputs.only(Topics.ACCOUNTS, Account.class))
                .isEqualTo(Account.newBuilder()
                        .setAccount("alice")
                        .setEnabled(false)
                        .setChannelLimit(2)
                        .setCreditModel(CreditModel.POSTPAID)
                        .setCreditLimit(5_000_000_000L)
                        .setCurrency("CHF")
                        .setRatePlan("standard")
                        .setMaxCallSeconds(3600)
                        .setIdentities(List.of("+41311234567", "zoë@example.com"))
                        .setTrunks(List.of("192.0.2.7", "2001:db8::/64"))
                        .setHa1("0123456789abcdef0123456789abcdef")
                        .setStrictAdmission(true)
                        .setAdmitWithoutDecision(false)
                        .build());
    }

    @Test
    void shouldTakeBackWhatAGetGivesAndPassTheStateOver() {
        // Given
        var settings = Account.newBuilder()
                .setAccount("alice")
                .setChannelLimit(5)
                .setTrunks(List.of("192.0.2.7"))
                .build();
        var shown = AccountJson.of(settings, AccountStanding.UNKNOWN, null, ApiUnderTest.NOW);
        api.ledger.accounts.put("alice", shown);

        // When
        var read = api.get("/api/accounts/alice").body();
        var answer = api.put("/api/accounts/alice", read);

        // Then
        assertThat(read).contains("balance").contains("blocked");
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(api.inputs.only(Topics.ACCOUNTS, Account.class)).isEqualTo(settings);
    }

    @Test
    void shouldTakeDefaultsForWhatAPutDoesNotSay() {
        // Given
        api.ledger.accounts.put("alice", Map.of("account", "alice", "channelLimit", 7));

        // When
        var answer = api.put("/api/accounts/alice", "{}");

        // Then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(api.inputs.only(Topics.ACCOUNTS, Account.class))
                .isEqualTo(Account.newBuilder().setAccount("alice").build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"channelLimit\": -1} | channelLimit | channelLimit is negative",
                "{\"channelLimit\": 1.5} | channelLimit | channelLimit is no whole number of 32 bits",
                "{\"channelLimit\": 2147483648} | channelLimit | channelLimit is no whole number of 32 bits",
                "{\"channelLimit\": \"2\"} | channelLimit | channelLimit is no whole number of 32 bits",
                "{\"creditLimit\": -1} | creditLimit | creditLimit is negative",
                "{\"creditLimit\": 9223372036854775808} | creditLimit | creditLimit is no whole number of 64 bits",
                "{\"creditLimit\": null} | creditLimit | creditLimit is no whole number of 64 bits",
                "{\"creditModel\": \"FREE\"} | creditModel | creditModel is none of [UNMETERED, PREPAID, POSTPAID]",
                "{\"enabled\": \"yes\"} | enabled | enabled is not true or false",
                "{\"maxCallSeconds\": 0} | maxCallSeconds | maxCallSeconds is less than 1",
                "{\"currency\": \"\"} | currency | currency is empty",
                "{\"trunks\": [\"192.0.2.0/33\"]} | trunks | trunks '192.0.2.0/33' is no network",
                "{\"trunks\": \"192.0.2.1\"} | trunks | trunks is no array",
                "{\"identities\": [7]} | identities | identities is no text",
                "{\"account\": \"bob\"} | account | account differs from the path's",
                "{\"type\": 5} | type | type is no field that can be set here",
                "{\"chanelLimit\": 5} | chanelLimit | chanelLimit is no field that can be set here",
            })
    void shouldSayWhatIsWrongWithASetting(String body, String field, String error) {
        // When
        var answer = api.put("/api/accounts/alice", body);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("field")).isEqualTo(field);
        assertThat(answer.text("error")).isEqualTo(error);
        assertThat(api.inputs.all()).isEmpty();
    }

    @Test
    void shouldKeepTheSecretThatAPutDoesNotSay() {
        // Given
        api.ledger.secrets.put("alice", "kept");

        // When
        api.put("/api/accounts/alice", "{\"channelLimit\": 2}");

        // Then
        assertThat(api.inputs.only(Topics.ACCOUNTS, Account.class).getHa1()).isEqualTo("kept");
    }

    @Test
    void shouldKeepASecretThatIsNotInTheStateYet() {
        // Given
        api.ledger.secrets.put("alice", "before");

        // When
        api.put("/api/accounts/alice", "{\"ha1\": \"" + NEW + "\"}");
        api.put("/api/accounts/alice", "{\"channelLimit\": 2}");

        // Then
        assertThat(api.inputs.all())
                .extracting(written -> ((Account) written.value()).getHa1())
                .containsExactly(NEW, NEW);
    }

    @Test
    void shouldAskTheStateForTheSecretAgainAfterAWhile() {
        // Given
        api.put("/api/accounts/alice", "{\"ha1\": \"" + NEW + "\"}");
        api.ledger.secrets.put("alice", "of others");
        api.clock.advance(RecentSecrets.RECENT);

        // When
        api.put("/api/accounts/alice", "{}");

        // Then
        assertThat(((Account) api.inputs.all().get(1).value()).getHa1()).isEqualTo("of others");
    }

    @Test
    void shouldRemoveTheSecretWhenItIsNull() {
        // Given
        api.ledger.secrets.put("alice", "before");

        // When
        api.put("/api/accounts/alice", "{\"ha1\": null}");
        api.put("/api/accounts/alice", "{}");

        // Then
        assertThat(api.inputs.all())
                .extracting(written -> ((Account) written.value()).getHa1())
                .containsExactly(null, null);
    }

    @Test
    void shouldNotReplaceSettingsWhenNobodyCanTellTheSecretToKeep() {
        // Given
        api.ledger.away = true;

        // When
        var without = api.put("/api/accounts/alice", "{}");
        var with = api.put("/api/accounts/alice", "{\"ha1\": \"" + NEW + "\"}");

        // Then
        assertThat(without.status()).isEqualTo(503);
        assertThat(with.status()).isEqualTo(202);
    }

    @Test
    void shouldNotGuessASecretWhoseWriteNobodyConfirmed() {
        // Given
        api.ledger.secrets.put("alice", "before");
        api.inputs.goAway();
        api.put("/api/accounts/alice", "{\"ha1\": \"" + NEW + "\"}");
        api.inputs.comeBack();

        // When
        var silent = api.put("/api/accounts/alice", "{}");
        var telling = api.put("/api/accounts/alice", "{\"ha1\": \"" + NEW + "\"}");
        var then = api.put("/api/accounts/alice", "{\"channelLimit\": 2}");

        // Then
        assertThat(silent.status()).isEqualTo(503);
        assertThat(silent.headers()).containsEntry("Retry-After", "1");
        assertThat(telling.status()).isEqualTo(202);
        assertThat(then.status()).isEqualTo(202);
        assertThat(api.inputs.all())
                .extracting(written -> ((Account) written.value()).getHa1())
                .containsExactly(NEW, NEW);
    }

    @Test
    void shouldAskTheStateAgainAWhileAfterAWriteThatNobodyConfirmed() {
        // Given
        api.ledger.accounts.put("alice", Map.of());
        api.ledger.secrets.put("alice", "before");
        api.inputs.goAway();
        api.delete("/api/accounts/alice");
        api.inputs.comeBack();

        // When
        var soon = api.put("/api/accounts/alice", "{}");
        api.clock.advance(RecentSecrets.RECENT);
        var later = api.put("/api/accounts/alice", "{}");

        // Then
        assertThat(soon.status()).isEqualTo(503);
        assertThat(later.status()).isEqualTo(202);
        assertThat(api.inputs.only(Topics.ACCOUNTS, Account.class).getHa1()).isEqualTo("before");
    }

    @Test
    void shouldKeepTheSecretThroughAWriteThatDidNotChangeIt() {
        // Given
        api.ledger.secrets.put("alice", "before");
        api.inputs.goAway();
        api.put("/api/accounts/alice", "{}");
        api.inputs.comeBack();

        // When / Then
        assertThat(api.put("/api/accounts/alice", "{}").status()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({
        "a%2Fb, a/b",
        "%2e%2e, ..",
        "zo%C3%AB, zoë",
        "a+b%20c, a+b c",
        "100%25, 100%",
        "a%3Fb%23c;d=e, a?b#c;d=e",
        "%F0%9F%93%9E, 📞"
    })
    void shouldTakeAnyNameThatIsEscaped(String path, String account) {
        // When
        var answer = api.put("/api/accounts/" + path, "{}");

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(api.inputs.all().get(0).key()).isEqualTo(account);
    }

    @ParameterizedTest
    @CsvSource({"a%00b", "%C3", "%ED%A0%80", "%zz"})
    void shouldRefuseNamesThatAreNone(String path) {
        // When
        var answer = api.put("/api/accounts/" + path, "{}");

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(api.inputs.all()).isEmpty();
    }

    @Test
    void shouldRefuseANameThatIsTooLong() {
        // When
        var answer = api.put("/api/accounts/" + "a".repeat(1025), "{}");

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("field")).isEqualTo("account");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "0123456789abcdef0123456789abcde", "0123456789abcdef0123456789abcdeg"})
    void shouldRefuseASecretThatNothingCouldVerifyAgainst(String ha1) {
        // When
        var answer = api.put("/api/accounts/alice", "{\"ha1\": \"" + ha1 + "\"}");

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("field")).isEqualTo("ha1");
        assertThat(answer.text("error")).contains("32").doesNotContain("0123");
        assertThat(api.inputs.all()).isEmpty();
    }

    @Test
    void shouldTakeASecretOfSha256() {
        assertThat(api.put("/api/accounts/alice", "{\"ha1\": \"" + (NEW + NEW).toUpperCase(Locale.ROOT) + "\"}")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void shouldForgetAnAccount() {
        // Given
        api.ledger.accounts.put("alice", Map.of());

        // When
        var answer = api.delete("/api/accounts/alice");

        // Then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(api.inputs.all().get(0)).isEqualTo(new RecordedInputs.Written(Topics.ACCOUNTS, "alice", null));
    }

    @Test
    void shouldAnswer404WhenTheAccountToForgetIsUnknown() {
        // When
        var answer = api.delete("/api/accounts/nobody");

        // Then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(api.inputs.all()).isEmpty();
    }

    @Test
    void shouldBookAnAdjustment() {
        // When
        var answer = api.post("/api/accounts/alice/adjustments", """
                {"adjustmentId": "invoice-7", "amount": -10500000, "currency": "EUR", "at": "2026-02-28T23:59:59Z",
                 "reason": "invoice"}
                """);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.text("adjustmentId")).isEqualTo("invoice-7");
        assertThat(api.inputs.all().get(0).key()).isEqualTo("alice");
        assertThat(api.inputs.only(Topics.BALANCE_ADJUSTMENTS, BalanceAdjustment.class))
                .isEqualTo(BalanceAdjustment.newBuilder()
                        .setAdjustmentId("invoice-7")
                        .setAccount("alice")
                        .setAmount(-10_500_000)
                        .setCurrency("EUR")
                        .setAt(Instant.parse("2026-02-28T23:59:59Z"))
                        .setReason("invoice")
                        .build());
    }

    @Test
    void shouldRefuseAnAdjustmentInAnotherCurrency() {
        // Given
        api.ledger.currencies.put("alice", "CHF");

        // When
        var other = api.post("/api/accounts/alice/adjustments", "{\"amount\": 1, \"currency\": \"EUR\"}");
        var same = api.post("/api/accounts/alice/adjustments", "{\"amount\": 1, \"currency\": \"CHF\"}");
        var early = api.post("/api/accounts/bob/adjustments", "{\"amount\": 1, \"currency\": \"EUR\"}");

        // Then
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.text("field")).isEqualTo("currency");
        assertThat(same.status()).isEqualTo(202);
        assertThat(early.status()).isEqualTo(202);
        assertThat(api.inputs.all()).hasSize(2);
    }

    @Test
    void shouldWaitForACurrencyThatWasSetAMomentAgo() {
        // Given
        api.ledger.currencies.put("alice", "EUR");
        api.duringPause(() -> api.ledger.currencies.put("alice", "CHF"));

        // When
        var answer = api.post("/api/accounts/alice/adjustments", "{\"amount\": 1, \"currency\": \"CHF\"}");

        // Then
        assertThat(answer.status()).isEqualTo(202);
    }

    @Test
    void shouldNameAnAdjustmentWhenNobodyDoes() {
        // When
        var answer = api.post("/api/accounts/alice/adjustments", "{\"amount\": 1}");

        // Then
        var adjustment = api.inputs.only(Topics.BALANCE_ADJUSTMENTS, BalanceAdjustment.class);
        assertThat(answer.text("adjustmentId")).isNotEmpty().isEqualTo(adjustment.getAdjustmentId());
        assertThat(adjustment.getAt()).isEqualTo(ApiUnderTest.NOW);
        assertThat(adjustment.getCurrency()).isNull();
        assertThat(adjustment.getReason()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | amount | amount is missing",
                "{\"amount\": 0.5} | amount | amount is no whole number of 64 bits",
                "{\"amount\": 1, \"adjustmentId\": \"\"} | adjustmentId | adjustmentId is empty",
                "{\"amount\": 1, \"adjustmentId\": null} | adjustmentId | adjustmentId is no text",
                "{\"amount\": 1, \"at\": \"2026-02-30T00:00:00Z\"} | at"
                        + " | at is no instant in ISO 8601, like 2030-01-31T12:00:00Z",
                "{\"amount\": 1, \"account\": \"bob\"} | account | account differs from the path's",
            })
    void shouldSayWhatIsWrongWithAnAdjustment(String body, String field, String error) {
        // When
        var answer = api.post("/api/accounts/alice/adjustments", body);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("field")).isEqualTo(field);
        assertThat(answer.text("error")).isEqualTo(error);
        assertThat(api.inputs.all()).isEmpty();
    }
}
