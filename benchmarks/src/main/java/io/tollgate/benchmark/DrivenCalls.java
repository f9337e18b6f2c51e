package io.tollgate.benchmark;

import io.tollgate.Account;
import io.tollgate.BalanceAdjustment;
import io.tollgate.CallAnswered;
import io.tollgate.CallAttempted;
import io.tollgate.CallEnded;
import io.tollgate.CreditModel;
import io.tollgate.EndCause;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.money.Tariff;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/** Prepaid accounts and their calls, as billing and a gateway tell of them. For one thread. */
record DrivenCalls(DrivenTopology topology) {
    void rate(String plan, Tariff tariff) {
        topology.send(
                Topics.RATES,
                plan + "/" + GatewayRecords.PREFIX,
                tariff.rate(plan, GatewayRecords.PREFIX).build());
    }

    void account(String name, String plan, long credit) {
        topology.send(
                Topics.ACCOUNTS,
                name,
                Account.newBuilder()
                        .setAccount(name)
                        .setCreditModel(CreditModel.PREPAID)
                        .setRatePlan(plan)
                        .build());
        topology.send(
                Topics.BALANCE_ADJUSTMENTS,
                name,
                BalanceAdjustment.newBuilder()
                        .setAdjustmentId("of-" + name)
                        .setAccount(name)
                        .setAmount(credit)
                        .setAt(topology.now())
                        .setReason("")
                        .build());
    }

    /** A call that is answered at once. */
    void begin(String account, String callId) {
        tell(account, callId, 0, new CallAttempted(null));
        tell(account, callId, 1, new CallAnswered());
    }

    void end(String account, String callId) {
        tell(account, callId, 2, new CallEnded(EndCause.CALLER, null, null, null));
    }

    /** The events of one call more after another, a millisecond apart, each on the account that {@code accounts} gives. */
    Percentiles costs(int events, IntFunction<String> accounts) {
        long[] nanos = new long[events];
        for (int i = 0; i < events; i += 2) {
            String account = accounts.apply(i / 2);
            topology.pass(Duration.ofMillis(1));
            long start = System.nanoTime();
            begin(account, "more-" + i);
            long between = System.nanoTime();
            end(account, "more-" + i);
            nanos[i] = (between - start) / 2;
            nanos[i + 1] = System.nanoTime() - between;
        }
        return new Percentiles(LongStream.of(nanos));
    }

    private void tell(String account, String callId, int sequence, Object what) {
        topology.send(
                Topics.CALL_EVENTS, account, GatewayRecords.event(account, callId, sequence, topology.now(), what));
    }
}
