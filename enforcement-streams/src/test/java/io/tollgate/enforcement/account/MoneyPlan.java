package io.tollgate.enforcement.account;

import io.tollgate.enforcement.charge.CreditModel;
import io.tollgate.enforcement.charge.PaymentTerms;
import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.rating.RateTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What people mean to do with one account: calls, and money that comes. Random, but always the same for a seed. Times in
 * microseconds from the start.
 */
record MoneyPlan(PaymentTerms payment, List<Call> calls, List<TopUp> topUps) {

    /** A call, if it is let and if its money lasts. */
    record Call(String callId, String gateway, RateTerms rate, long attemptAt, long answerAt, long hangUpAt) {}

    /** Money comes, or goes. */
    record TopUp(long at, long amount) {}

    private static final long SECOND = 1_000_000;
    private static final long CENT = 10_000;

    static MoneyPlan random(long seed) {
        var random = new Random(seed);
        boolean postpaid = random.nextInt(3) == 0;
        var payment = new PaymentTerms(
                postpaid ? CreditModel.POSTPAID : CreditModel.PREPAID,
                new Money(postpaid ? random.nextInt(30) * CENT : 0),
                "EUR",
                "plan",
                null);
        List<Call> calls = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int call = 0; call < count; call++) {
            calls.add(call("c" + call, random));
        }
        List<TopUp> topUps = new ArrayList<>();
        topUps.add(new TopUp(0, random.nextInt(120) * CENT + random.nextInt(3)));
        for (int more = random.nextInt(4); more > 0; more--) {
            topUps.add(new TopUp(instant(random, 60), 1 + random.nextInt(60) * CENT));
        }
        return new MoneyPlan(payment, calls, topUps);
    }

    /** The same with money that is also taken away. */
    MoneyPlan withWithdrawals(long seed) {
        var random = new Random(seed);
        List<TopUp> all = new ArrayList<>(topUps);
        for (int more = random.nextInt(3); more > 0; more--) {
            all.add(new TopUp(instant(random, 60), -random.nextInt(80) * CENT));
        }
        return new MoneyPlan(payment, calls, all);
    }

    private static Call call(String callId, Random random) {
        long attemptAt = instant(random, 40);
        long answerAt = attemptAt + 1 + instant(random, 4);
        long hangUpAt = answerAt + instant(random, 60);
        return new Call(callId, "gw" + random.nextInt(3), rate(random), attemptAt, answerAt, hangUpAt);
    }

    /** Often a whole second: then ends, answers and increments meet at one instant. */
    private static long instant(Random random, int seconds) {
        return random.nextBoolean() ? random.nextInt(seconds) * SECOND : random.nextInt(seconds * 1_000) * 1_000L;
    }

    private static RateTerms rate(Random random) {
        int[] lengths = {1, 1, 2, 6, 10, 30};
        return new RateTerms(
                new Money(random.nextBoolean() ? 0 : random.nextInt(10) * CENT),
                new Money((1 + random.nextInt(120)) * CENT + random.nextInt(3)),
                lengths[random.nextInt(lengths.length)],
                lengths[random.nextInt(lengths.length)]);
    }
}
