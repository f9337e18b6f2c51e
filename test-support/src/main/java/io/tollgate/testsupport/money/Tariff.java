package io.tollgate.testsupport.money;

import io.tollgate.Rate;

/**
 * A rate, in the words in which a bill would explain it. It shares nothing with the code that it is there to check.
 * Immutable; money in micro-units, times in seconds from the answer.
 *
 * @param initialSeconds length of the first increment
 * @param incrementSeconds length of each one after it
 */
public record Tariff(long pricePerMinute, long connectFee, int initialSeconds, int incrementSeconds) {

    /** By the second and without connect fee. */
    public static Tariff bySecond(long pricePerSecond) {
        return new Tariff(60 * pricePerSecond, 0, 1, 1);
    }

    /** When the increment begins of which {@code number} came before. */
    public long begins(int number) {
        return number == 0 ? 0 : initialSeconds + (number - 1L) * incrementSeconds;
    }

    /** What that increment costs, with the connect fee in the first. */
    public long price(int number) {
        return cost(begins(number + 1)) - cost(begins(number));
    }

    /** What so many billed seconds cost: the minute's price for each 60 s, rounded up once. */
    public long cost(long seconds) {
        return seconds == 0 ? 0 : connectFee + Math.floorDiv(Math.addExact(pricePerMinute * seconds, 59), 60);
    }

    /** Seconds billed for a call of this length: whole increments, and an end at an increment's very instant is before it. */
    public long billed(long micros) {
        int number = 0;
        while (begins(number) * 1_000_000 < micros) {
            number++;
        }
        return begins(number);
    }

    /** The record for {@code tollgate.rates}. */
    public Rate.Builder rate(String plan, String prefix) {
        return Rate.newBuilder()
                .setPlan(plan)
                .setPrefix(prefix)
                .setPricePerMinute(pricePerMinute)
                .setConnectFee(connectFee)
                .setInitialIncrementSeconds(initialSeconds)
                .setIncrementSeconds(incrementSeconds);
    }

    /** {@code 60/6}. */
    public String increments() {
        return initialSeconds + "/" + incrementSeconds;
    }
}
