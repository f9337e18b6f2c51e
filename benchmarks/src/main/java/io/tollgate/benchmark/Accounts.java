package io.tollgate.benchmark;

import io.tollgate.Account;
import io.tollgate.CreditModel;
import io.tollgate.Rate;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.money.Tariff;
import java.util.stream.IntStream;

/**
 * Accounts by number, so many percent of them metered, with credit for years. Immutable.
 *
 * @param size how many
 */
record Accounts(int size, int meteredPercent) {
    private static final String PLAN = "plan";
    private static final long CREDIT = 1_000_000_000_000L;
    private static final int CHANNELS = 1_000_000;

    static final String RATE_KEY = PLAN + "/" + GatewayRecords.PREFIX;

    static Rate rate() {
        return Tariff.bySecond(1_000).rate(PLAN, GatewayRecords.PREFIX).build();
    }

    static String name(int number) {
        return "account-%07d".formatted(number);
    }

    Account record(int number) {
        boolean isMetered = number % 100 < meteredPercent;
        return Account.newBuilder()
                .setAccount(name(number))
                .setChannelLimit(CHANNELS)
                .setCreditModel(isMetered ? CreditModel.POSTPAID : CreditModel.UNMETERED)
                .setCreditLimit(isMetered ? CREDIT : 0)
                .setRatePlan(isMetered ? PLAN : null)
                .build();
    }

    /** Writes them, and what their calls cost; returns when Kafka has all. */
    void publish(InputPublisher inputs) {
        inputs.publish(Topics.RATES, RATE_KEY, rate());
        IntStream.range(0, size).forEach(number -> inputs.publish(Topics.ACCOUNTS, name(number), record(number)));
        inputs.flush();
    }
}
