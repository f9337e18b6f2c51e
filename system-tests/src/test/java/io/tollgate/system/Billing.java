package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import io.tollgate.BalanceAdjustment;
import io.tollgate.CreditModel;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.fixture.Accounts;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.money.Tariff;
import io.tollgate.testsupport.scenario.Await;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A biller: rates, metered accounts and their money, to a cluster that runs. What it has done is effective when it
 * returns. Safe for use by several threads.
 */
final class Billing {

    /** What every rate is for. */
    static final String PREFIX = Cast.LOCAL_PREFIX;

    private final Publisher publisher;
    private final Provisioning provisioning;
    private final Supplier<GatewayProcess> gateway;
    private final Map<Tariff, String> plans = new ConcurrentHashMap<>();

    /** @param gateway through which it tries whether a rate is known */
    Billing(Publisher publisher, Provisioning provisioning, Supplier<GatewayProcess> gateway) {
        this.publisher = publisher;
        this.provisioning = provisioning;
        this.gateway = gateway;
    }

    /** The plan in which {@link #PREFIX} costs this; written when first asked for. */
    String plan(Tariff tariff) {
        return plans.computeIfAbsent(tariff, this::announce);
    }

    private String announce(Tariff tariff) {
        String plan = "plan-" + tariff.increments().replace('/', '-') + "-" + tariff.pricePerMinute() + "-"
                + tariff.connectFee();
        publisher.publish(
                Topics.RATES, plan + "/" + PREFIX, tariff.rate(plan, PREFIX).build());
        awaitRate(plan, tariff);
        return plan;
    }

    /** No client can ask what Streams knows of rates; a call that is let through tells. */
    private void awaitRate(String plan, Tariff tariff) {
        String account = "probe-" + plan;
        long credit = tariff.price(0) * 10;
        topUp(account, credit);
        provisioning.provision(
                metered(account).setRatePlan(plan).setChannelLimit(1).build());
        provisioning.awaitBalance(account, credit);
        awaitCallPasses(account);
    }

    /** Holds that a call of this account is answered, and ends it. */
    void assertCallPasses(String account) {
        try (Phone phone = gateway.get().phone(account).open()) {
            assertThat(passes(phone)).as("a call of %s passes", account).isTrue();
        }
    }

    /** Waits until a call of this account is answered, and ends it. */
    void awaitCallPasses(String account) {
        try (Phone phone = gateway.get().phone(account).open()) {
            Await.until("a call of " + account, Cluster.PATIENCE, () -> passes(phone), phone::calls);
        }
    }

    private static boolean passes(Phone phone) {
        PlacedCall call = phone.invite(Cast.LOCAL);
        CompletableFuture<?> decided = CompletableFuture.anyOf(call.answered(), call.ended());
        call.await("an answer or a refusal", decided, Cluster.PATIENCE);
        boolean answered = call.answered().isDone();
        if (answered && !call.ended().isDone()) {
            call.hangUp();
            call.awaitEnded();
        }
        return answered;
    }

    /** A prepaid account that can be changed in more. */
    static Account.Builder metered(String name) {
        return Accounts.account(name).setCreditModel(CreditModel.PREPAID);
    }

    /** A prepaid account with so much money, at this tariff. */
    void open(String account, Tariff tariff, long credit) {
        open(account, tariff, credit, builder -> builder);
    }

    /** As {@link #open(String, Tariff, long)}, changed in something. */
    void open(String account, Tariff tariff, long credit, UnaryOperator<Account.Builder> change) {
        String plan = plan(tariff);
        if (credit != 0) {
            topUp(account, credit); // first, so that the account is without it for a moment at most
        }
        provisioning.provision(change.apply(metered(account).setRatePlan(plan)).build());
        provisioning.awaitBalance(account, credit);
        if (credit > 0) {
            provisioning.awaitBlacklist(); // Streams may have read the account before its money
            gateway.get().awaitMessageStatus(account, Cast.LOCAL, 200);
        }
    }

    /** Writes an adjustment; returns when Kafka has it. */
    RecordMetadata topUp(String account, long amount) {
        return adjust(adjustment(account, amount).build());
    }

    RecordMetadata adjust(BalanceAdjustment adjustment) {
        return publisher.publish(Topics.BALANCE_ADJUSTMENTS, adjustment.getAccount(), adjustment);
    }

    /** Writes many at once; returns when Kafka has them all. */
    List<RecordMetadata> adjust(List<BalanceAdjustment> adjustments) {
        Map<BalanceAdjustment, String> keys = new LinkedHashMap<>();
        adjustments.forEach(each -> keys.put(each, each.getAccount()));
        return publisher.publishAll(Topics.BALANCE_ADJUSTMENTS, keys);
    }

    static BalanceAdjustment.Builder adjustment(String account, long amount) {
        return Accounts.adjustment(account).setAmount(amount).setAt(Instant.now());
    }
}
