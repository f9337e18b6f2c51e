package io.tollgate.enforcement;

import static io.tollgate.enforcement.TestApi.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import io.tollgate.CreditModel;
import io.tollgate.schemas.topic.Topics;
import org.junit.jupiter.api.Test;

class LedgerRoutesTest extends ApiOverTopology {

    LedgerRoutesTest() {
        super(TestApi::over);
    }

    @Test
    void shouldListAccountsAsEachIsShownAlone() throws Exception {
        // Given
        account("bob");
        account("alice");
        account("gone");
        topology.send(Topics.ACCOUNTS, "gone", null);

        // When
        var accounts = api.read("/api/accounts");

        // Then
        assertThat(texts(accounts, "account")).containsExactly("alice", "bob");
        assertThat(accounts.get(0)).isEqualTo(api.read("/api/accounts/alice"));
        assertThat(accounts.toString()).doesNotContain("ha1");
    }

    @Test
    void shouldListTheEntriesThatStandWithTheirRecordsFields() throws Exception {
        // Given
        verdict(blacklisting("v1", "mallory"));
        verdict(blacklisting("v2", "bob").setExpiresAt(TestTopology.START.minusSeconds(1)));

        // When
        var entries = api.read("/api/blacklist");

        // Then
        assertThat(texts(entries, "account")).containsExactly("mallory");
        var entry = entries.get(0);
        assertThat(entry.get("source").textValue()).isEqualTo("fraud-system");
        assertThat(entry.get("detail").textValue()).isEqualTo("too many calls");
        assertThat(entry.get("kind").textValue()).isEqualTo("DENY");
        assertThat(entry.get("reason").textValue()).isEqualTo("FRAUD_VERDICT");
        assertThat(entry.get("createdAt").textValue()).startsWith("2026-03-01T12:00:0");
        assertThat(entry.get("expiresAt").isNull()).isTrue();
        assertThat(api.read("/api/blacklist/" + entry.get("entryId").textValue()))
                .isEqualTo(entry);
    }

    @Test
    void shouldListWhatRefusesAnAccountForItsOwnState() throws Exception {
        // Given
        account(Account.newBuilder().setAccount("poor").setEnabled(false).setCreditModel(CreditModel.PREPAID));

        // When
        var entries = api.read("/api/blacklist");

        // Then
        assertThat(texts(entries, "entryId")).containsExactly("account-disabled:poor", "no-balance:poor");
        assertThat(texts(entries, "createdAt")).containsOnly(TestTopology.START.toString());
        assertThat(api.read("/api/blacklist/no-balance:poor")).isEqualTo(entries.get(1));
    }

    @Test
    void shouldShowARateWithItsDescription() throws Exception {
        // Given
        rate("gold", "49", "Germany");
        rate("gold", "491", "Germany, mobile");
        rate("golden", "49", "Germany");
        rate("gold/er", "49", "Germany");

        // When
        var rate = api.read("/api/rates/gold/49");

        // Then
        assertThat(rate.get("plan").textValue()).isEqualTo("gold");
        assertThat(rate.get("prefix").textValue()).isEqualTo("49");
        assertThat(rate.get("pricePerMinute").longValue()).isEqualTo(60);
        assertThat(rate.get("connectFee").longValue()).isEqualTo(7);
        assertThat(rate.get("initialIncrementSeconds").intValue()).isEqualTo(30);
        assertThat(rate.get("incrementSeconds").intValue()).isEqualTo(6);
        assertThat(rate.get("description").textValue()).isEqualTo("Germany");
        assertThat(texts(api.read("/api/rates/gold"), "prefix")).containsExactly("49", "491");
        assertThat(texts(api.read("/api/rates"), "plan"))
                .containsExactlyInAnyOrder("gold", "gold", "golden", "gold/er");
        assertThat(api.read("/api/rates/gold%2Fer/49").get("plan").textValue()).isEqualTo("gold/er");
    }

    @Test
    void shouldShowTheRateForEveryOtherDestinationWhereThePathEndsWithASlash() throws Exception {
        // Given
        rate("gold", "", "elsewhere");
        rate("gold", "49", "Germany");
        rate("gold/", "49", "of a plan with a slash in its name");

        // When
        var rate = api.read("/api/rates/gold/");
        var none = api.get("/api/rates/golden/");

        // Then
        assertThat(rate.get("prefix").textValue()).isEmpty();
        assertThat(rate.get("description").textValue()).isEqualTo("elsewhere");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(api.error(none)).contains("'golden/'");
        assertThat(texts(api.read("/api/rates/gold"), "prefix")).containsExactly("", "49");
        assertThat(texts(api.read("/api/rates/gold%2F"), "plan")).containsExactly("gold/");
    }

    @Test
    void shouldAnswer404WhereThereIsNothingByThatName() throws Exception {
        // Given
        rate("gold", "49", "Germany");
        topology.send(Topics.RATES, "gold/49", null);

        // When
        var rate = api.get("/api/rates/gold/49");
        var entry = api.get("/api/blacklist/no-balance:bob");
        var otherEntry = api.get("/api/blacklist/e1");

        // Then
        assertThat(rate.statusCode()).isEqualTo(404);
        assertThat(api.error(rate)).contains("gold/49");
        assertThat(entry.statusCode()).isEqualTo(404);
        assertThat(otherEntry.statusCode()).isEqualTo(404);
        assertThat(api.error(otherEntry)).contains("e1");
        assertThat(api.read("/api/rates/gold")).isEmpty();
        assertThat(api.read("/api/accounts")).isEmpty();
        assertThat(api.read("/api/blacklist")).isEmpty();
    }

    @Test
    void shouldSayOfACallWhatItsRecordWillSayButForItsEnd() throws Exception {
        // Given
        new TestCall(topology, "bob", "c1").attempt();

        // When
        var call = api.read("/api/calls").get(0);

        // Then
        assertThat(call.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "callId",
                        "sipCallId",
                        "gatewayId",
                        "account",
                        "direction",
                        "caller",
                        "callee",
                        "destination",
                        "revision",
                        "ratedPrefix",
                        "ratePlan",
                        "currency",
                        "attemptedAt",
                        "answeredAt",
                        "billedSeconds",
                        "cost",
                        "uncollected",
                        "state");
    }

    private void account(String name) {
        account(Account.newBuilder().setAccount(name).setChannelLimit(3).setHa1("0123"));
    }

    private void rate(String plan, String prefix, String description) {
        rate(rate(plan, prefix)
                .setConnectFee(7)
                .setInitialIncrementSeconds(30)
                .setIncrementSeconds(6)
                .setDescription(description));
    }
}
