package io.tollgate.enforcement;

import io.tollgate.Account;
import io.tollgate.Action;
import io.tollgate.FraudVerdict;
import io.tollgate.Rate;
import io.tollgate.schemas.topic.Topics;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;

/** The HTTP API over the stores of a test's own topology. */
abstract class ApiOverTopology {

    final TestTopology topology = new TestTopology();
    final TestApi api;

    ApiOverTopology(Function<TestTopology, TestApi> start) {
        api = start.apply(topology);
    }

    @AfterEach
    void close() {
        api.close();
        topology.close();
    }

    void account(Account.Builder settings) {
        topology.send(Topics.ACCOUNTS, settings.getAccount(), settings.build());
    }

    void rate(Rate.Builder rate) {
        topology.send(Topics.RATES, rate.getPlan() + "/" + rate.getPrefix(), rate.build());
    }

    /** Sixty a minute. */
    static Rate.Builder rate(String plan, String prefix) {
        return Rate.newBuilder().setPlan(plan).setPrefix(prefix).setPricePerMinute(60);
    }

    void verdict(FraudVerdict.Builder verdict) {
        topology.send(Topics.VERDICTS, verdict.getVerdictId(), verdict.build());
    }

    FraudVerdict.Builder blacklisting(String id, String account) {
        return FraudVerdict.newBuilder()
                .setVerdictId(id)
                .setSource("fraud-system")
                .setIssuedAt(topology.now())
                .setAction(Action.BLACKLIST)
                .setAccount(account)
                .setReason("too many calls");
    }
}
