package io.tollgate.enforcement;

import io.tollgate.Account;
import io.tollgate.AccountState;
import io.tollgate.BalanceAdjustment;
import io.tollgate.CallRecord;
import io.tollgate.CreditModel;
import io.tollgate.Rate;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A gateway's lease of 10 s and a grace of 30 s; a call costs a cent a second. */
abstract class Leases {
    static final Duration LEASE_AND_GRACE = Duration.ofSeconds(40);
    static final Duration TICK = Duration.ofMillis(250);

    /** How many calls are lost, or taken back, at a tick. */
    static final int MOST_AT_ONCE = 500;

    final TestTopology topology = new TestTopology();
    final TestGateway gateway = new TestGateway(topology, "gw1", 1);
    private AccountState last = new AccountState();

    @BeforeEach
    void provision() {
        topology.send(
                Topics.RATES,
                "basic/49",
                Rate.newBuilder()
                        .setPlan("basic")
                        .setPrefix("49")
                        .setPricePerMinute(600_000)
                        .build());
        topology.send(
                Topics.ACCOUNTS,
                "alice",
                Account.newBuilder()
                        .setAccount("alice")
                        .setCreditModel(CreditModel.PREPAID)
                        .setRatePlan("basic")
                        .setChannelLimit(5)
                        .build());
        topUp("t1", 10_000_000);
        gateway.beat();
        topology.pass(Duration.ofSeconds(1));
    }

    @AfterEach
    void close() {
        topology.close();
    }

    TestCall call(String account, String callId) {
        return new TestCall(topology, account, callId).attempt().answer();
    }

    /** Calls of an account without limit. */
    void attempts(int count) {
        for (int call = 0; call < count; call++) {
            new TestCall(topology, "many", "c" + call).attempt();
        }
    }

    void limit(String account, int channels, boolean strict) {
        topology.send(
                Topics.ACCOUNTS,
                account,
                Account.newBuilder()
                        .setAccount(account)
                        .setChannelLimit(channels)
                        .setStrictAdmission(strict)
                        .build());
    }

    void silence(Duration duration) {
        for (long second = 0; second < duration.toSeconds(); second++) {
            topology.pass(Duration.ofSeconds(1));
        }
    }

    void topUp(String id, long amount) {
        topology.send(
                Topics.BALANCE_ADJUSTMENTS,
                "alice",
                BalanceAdjustment.newBuilder()
                        .setAdjustmentId(id)
                        .setAccount("alice")
                        .setAmount(amount)
                        .setAt(topology.now())
                        .setReason("test")
                        .build());
    }

    int kept(String store) {
        int kept = 0;
        try (var all = topology.driver.getKeyValueStore(store).all()) {
            for (; all.hasNext(); all.next()) {
                kept++;
            }
        }
        return kept;
    }

    double counted(String name) {
        var counter = topology.meters.find(name).counter();
        return counter == null ? 0 : counter.count();
    }

    List<CallRecord> records() {
        return topology.values(Topics.CALL_RECORDS, CallRecord.class);
    }

    int channels() {
        return lastState().getActiveChannels();
    }

    AccountState lastState() {
        var all = topology.values(Topics.ACCOUNT_STATES, AccountState.class);
        last = all.isEmpty() ? last : all.get(all.size() - 1);
        return last;
    }

    static Instant at(int second) {
        return TestTopology.START.plusSeconds(second);
    }
}
