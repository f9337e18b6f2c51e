package io.tollgate.system;

import io.tollgate.Account;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.scenario.Await;
import java.util.List;
import java.util.function.Supplier;

/**
 * Writes accounts as provisioning does, and waits until everybody knows them: Streams when the API shows them, a gateway
 * when it refuses a marker account that was written behind them. Safe for use by several threads.
 */
final class Provisioning {

    private final Publisher publisher;
    private final Supplier<Api> api;
    private final Supplier<List<GatewayProcess>> gateways;

    /**
     * @param api of whichever Streams process runs now
     * @param gateways all that shall know an account
     */
    Provisioning(Publisher publisher, Supplier<Api> api, Supplier<List<GatewayProcess>> gateways) {
        this.publisher = publisher;
        this.api = api;
        this.gateways = gateways;
    }

    void provision(Account account) {
        awaitProvisioned(
                account,
                publisher
                        .publish(Topics.ACCOUNTS, account.getAccount(), account)
                        .partition());
    }

    /** Waits until all know this account, which was written to this partition. */
    void awaitProvisioned(Account account, int partition) {
        Await.until(
                "account " + account.getAccount() + " in the API",
                Cluster.PATIENCE,
                () -> api.get().account(account.getAccount()),
                seen -> seen.path("account").asText().equals(account.getAccount())
                        && seen.path("enabled").asBoolean() == account.getEnabled()
                        && seen.path("strictAdmission").asBoolean() == account.getStrictAdmission()
                        && seen.path("creditModel")
                                .asText()
                                .equals(account.getCreditModel().name())
                        && seen.path("channelLimit").asText("null").equals(String.valueOf(account.getChannelLimit())));
        awaitRefused(List.of(publisher.markAccounts(partition)));
    }

    /** Waits until every gateway has read of the blacklist what is there now. */
    void awaitBlacklist() {
        awaitRefused(publisher.markBlacklist());
    }

    private void awaitRefused(List<String> markers) {
        for (GatewayProcess gateway : gateways.get()) {
            if (gateway.process().alive()) {
                markers.forEach(gateway::awaitDisabled);
            }
        }
    }

    /** Waits until the API shows this balance. */
    void awaitBalance(String account, long balance) {
        Await.until(
                "balance " + balance + " of " + account,
                Cluster.PATIENCE,
                () -> api.get().account(account),
                seen -> seen.path("balance").asLong(Long.MIN_VALUE) == balance);
    }

    /** Waits until the API shows that many channels in use. */
    void awaitChannels(String account, int held) {
        Await.until(
                held + " channels of " + account,
                Cluster.PATIENCE,
                () -> api.get().account(account),
                seen -> seen.path("activeChannels").asInt(-1) == held);
    }
}
