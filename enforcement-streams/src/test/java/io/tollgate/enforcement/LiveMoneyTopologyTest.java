package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import io.tollgate.BalanceAdjustment;
import io.tollgate.CreditModel;
import io.tollgate.Rate;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the clock costs, counted and not timed. */
class LiveMoneyTopologyTest {

    @ParameterizedTest
    @ValueSource(ints = {20, 400})
    void shouldLookOnlyAtTheAccountsWhoseEndIsNearHoweverManyLive(int accounts) {
        try (var topology = new TestTopology()) {
            // Given
            topology.send(
                    Topics.RATES,
                    "basic/49",
                    Rate.newBuilder()
                            .setPlan("basic")
                            .setPrefix("49")
                            .setPricePerMinute(600_000)
                            .build());
            for (int account = 0; account < accounts; account++) {
                // Ten of them end within the minute, the others an hour later and more.
                call(topology, "a" + account, account < 10 ? 40 + account : 3_600 + account);
            }
            double before = looks(topology);

            // When
            topology.pass(Duration.ofSeconds(60));

            // Then: each near its end, once or, since the first look is by a bound, twice.
            assertThat(looks(topology) - before).isBetween(10.0, 20.0);
        }
    }

    private static double looks(TestTopology topology) {
        return topology.meters.counter("tollgate.balance.looks").count();
    }

    private static void call(TestTopology topology, String account, int seconds) {
        topology.send(
                Topics.ACCOUNTS,
                account,
                Account.newBuilder()
                        .setAccount(account)
                        .setCreditModel(CreditModel.PREPAID)
                        .setRatePlan("basic")
                        .build());
        topology.send(
                Topics.BALANCE_ADJUSTMENTS,
                account,
                BalanceAdjustment.newBuilder()
                        .setAccount(account)
                        .setAdjustmentId("t")
                        .setAmount(seconds * 10_000L)
                        .setAt(topology.now())
                        .setReason("top-up")
                        .build());
        new TestCall(topology, account, account + "-call").attempt().answer();
    }
}
