package io.tollgate.enforcement;

import static io.tollgate.enforcement.TestApi.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import io.tollgate.BalanceAdjustment;
import io.tollgate.CreditModel;
import io.tollgate.Identity;
import io.tollgate.schemas.topic.Topics;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the API shows of accounts and live calls. */
class AccountsAndCallsTest extends ApiOverTopology {

    AccountsAndCallsTest() {
        super(TestApi::silent);
    }

    @Test
    void shouldShowSettingsAndStateOfAnAccountButNotItsSecret() throws Exception {
        // Given
        account(Account.newBuilder()
                .setAccount("bob")
                .setChannelLimit(1)
                .setHa1("0123456789abcdef")
                .setTrunks(List.of("192.0.2.0/24")));
        new TestCall(topology, "bob", "c1").attempt();

        // When
        var response = api.get("/api/accounts/bob");

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).doesNotContain("ha1").doesNotContain("0123456789abcdef");
        var account = api.json(response);
        assertThat(account.get("channelLimit").intValue()).isEqualTo(1);
        assertThat(account.get("activeChannels").intValue()).isEqualTo(1);
        assertThat(account.get("blocked").textValue()).isEqualTo("CHANNEL_LIMIT");
        assertThat(account.get("balance").longValue()).isZero();
        assertThat(account.get("trunks").get(0).textValue()).isEqualTo("192.0.2.0/24");
        assertThat(account.get("updatedAt").textValue()).isEqualTo("2026-03-01T12:00:00Z");
    }

    @Test
    void shouldShowBalanceAndWhenItIsGoneWhileACallRuns() throws Exception {
        // Given
        rate(rate("plan", "49"));
        account(Account.newBuilder()
                .setAccount("alice")
                .setCreditModel(CreditModel.PREPAID)
                .setRatePlan("plan"));
        topology.send(
                Topics.BALANCE_ADJUSTMENTS,
                "alice",
                BalanceAdjustment.newBuilder()
                        .setAdjustmentId("a1")
                        .setAccount("alice")
                        .setAmount(90)
                        .setAt(topology.now())
                        .setReason("")
                        .build());
        new TestCall(topology, "alice", "c1").attempt().answer();

        // When
        var account = api.read("/api/accounts/alice");
        var call = api.read("/api/calls?account=alice").get(0);

        // Then
        assertThat(call.get("ratePlan").textValue()).isEqualTo("plan");
        assertThat(call.get("ratedPrefix").textValue()).isEqualTo("49");
        assertThat(call.get("currency").textValue()).isEqualTo("EUR");
        assertThat(call.get("billedSeconds").longValue())
                .isEqualTo(call.get("cost").longValue());
        assertThat(account.get("balance").longValue()).isEqualTo(90);
        assertThat(account.get("exhaustsAt").textValue()).isEqualTo("2026-03-01T12:01:30Z");
        assertThat(account.get("updatedAt").textValue()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(account.get("blocked").isNull()).isTrue();
    }

    @Test
    void shouldAnswer404WhenAccountIsUnknownOrForgotten() throws Exception {
        // Given
        topology.send(Topics.ACCOUNTS, "gone", null);

        // When
        var unknown = api.get("/api/accounts/nobody");
        var forgotten = api.get("/api/accounts/gone");
        var nowhere = api.get("/api/nowhere");

        // Then
        assertThat(List.of(unknown.statusCode(), forgotten.statusCode(), nowhere.statusCode()))
                .containsOnly(404);
        assertThat(api.error(unknown)).contains("nobody");
        assertThat(api.error(nowhere)).isNotNull();
    }

    @Test
    void shouldListLiveCallsOfTheProvenOnly() throws Exception {
        // Given
        new TestCall(topology, "bob", "c1").attempt();
        new TestCall(topology, "bob", "c2").attempt().answer();
        new TestCall(topology, "bob", "c3").by(Identity.CLAIMED).attempt();
        new TestCall(topology, "bobby", "c4").attempt();

        // When
        var bobs = api.read("/api/calls?account=bob");
        var all = api.read("/api/calls");

        // Then
        assertThat(texts(bobs, "callId")).containsExactly("c1", "c2");
        assertThat(texts(bobs, "state")).containsExactly("RINGING", "ANSWERED");
        assertThat(bobs.get(0).has("endedAt")).isFalse();
        assertThat(texts(all, "callId")).containsExactlyInAnyOrder("c1", "c2", "c4");
    }
}
