package io.tollgate.enforcement.rating;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a destination costs. Time is billed in increments, each as of its start: a first one, with the connect fee, then
 * equal ones. The cost of some billed seconds depends on their number alone, so that the costs of all increments add up
 * to the cost of the whole whatever the rounding. Immutable.
 *
 * @param connectFee charged with the first increment
 * @param pricePerMinute for 60 s
 */
public record RateTerms(Money connectFee, Money pricePerMinute, int initialSeconds, int incrementSeconds) {

    /** Of {@link #secondsFor}: there is no end to it. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** More than ten thousand years: no two instants that we know lie so far apart, and its microseconds fit. */
    private static final long MOST_SECONDS = 400_000_000_000L;

    private static final long SECONDS_IN_A_MINUTE = 60;
    private static final BigInteger MINUTE = BigInteger.valueOf(SECONDS_IN_A_MINUTE);

    public RateTerms {
        if (connectFee.micros() < 0 || pricePerMinute.micros() < 0 || initialSeconds < 1 || incrementSeconds < 1) {
            throw new IllegalArgumentException(
                    "no rate: " + connectFee + " " + pricePerMinute + " " + initialSeconds + "/" + incrementSeconds);
        }
    }

    /** Whether time costs anything. */
    public boolean isMetered() {
        return !pricePerMinute.isZero();
    }

    /** The seconds of all increments that begin strictly before a call has lasted so long; none before it began. */
    public long billedSeconds(long micros) {
        if (micros <= 0) {
            return 0;
        }
        long over = micros - initialSeconds * Micros.IN_A_SECOND;
        if (over <= 0) {
            return initialSeconds;
        }
        long incrementMicros = incrementSeconds * Micros.IN_A_SECOND;
        // Rounded up: an increment is billed when it begins. over is positive, so subtracting 1 rounds nothing wrongly.
        return initialSeconds + ((over - 1) / incrementMicros + 1) * incrementSeconds;
    }

    /** The billed seconds with one more increment. */
    public long next(long billedSeconds) {
        return billedSeconds == 0 ? initialSeconds : billedSeconds + incrementSeconds;
    }

    /** What the first increment costs, with the connect fee. */
    public Money first() {
        return cost(initialSeconds);
    }

    /** What so many billed seconds cost; {@link Money#UNPAYABLE} if that is more than any amount. */
    public Money cost(long billedSeconds) {
        if (billedSeconds == 0) {
            return Money.ZERO;
        }
        long price = pricePerMinute.micros();
        long product = price * billedSeconds;
        if (Math.multiplyHigh(price, billedSeconds) == 0 && product >= 0) {
            // Rounded up, in favour of who is paid: a fraction of a micro-unit counts as a whole one.
            long perTime = product / SECONDS_IN_A_MINUTE + (product % SECONDS_IN_A_MINUTE == 0 ? 0 : 1);
            return connectFee.plusAtMost(new Money(perTime));
        }
        var exact = BigInteger.valueOf(price)
                .multiply(BigInteger.valueOf(billedSeconds))
                .add(BigInteger.valueOf(SECONDS_IN_A_MINUTE - 1))
                .divide(MINUTE);
        return exact.bitLength() < Long.SIZE ? connectFee.plusAtMost(new Money(exact.longValue())) : Money.UNPAYABLE;
    }

    /** The most billed seconds that cost no more than this, in whole increments; maybe none, maybe {@link #UNLIMITED}. */
    public long secondsFor(Money money) {
        long rest = Math.max(0, money.micros()) - connectFee.micros();
        if (rest < 0) {
            return 0;
        }
        if (!isMetered()) {
            return UNLIMITED;
        }
        long seconds = wholeSeconds(rest);
        if (seconds < initialSeconds) {
            return 0;
        }
        // Rounded down: an increment that could only be paid in part is not begun.
        return initialSeconds + (seconds - initialSeconds) / incrementSeconds * incrementSeconds;
    }

    /** Rounded down: the cost of a second more, rounded up, would be above {@code rest}. */
    private long wholeSeconds(long rest) {
        long price = pricePerMinute.micros();
        long minutes = rest / price;
        if (minutes >= MOST_SECONDS / SECONDS_IN_A_MINUTE) {
            return MOST_SECONDS;
        }
        long remainder = rest % price;
        if (remainder <= Long.MAX_VALUE / SECONDS_IN_A_MINUTE) {
            return minutes * SECONDS_IN_A_MINUTE + remainder * SECONDS_IN_A_MINUTE / price;
        }
        var fraction = BigInteger.valueOf(remainder).multiply(MINUTE).divide(BigInteger.valueOf(price));
        return minutes * SECONDS_IN_A_MINUTE + fraction.longValueExact();
    }

    /** {@link #secondsFor} as an admission tells it: in whole increments, as many as an {@code int} holds; null: unlimited. */
    public @Nullable Integer paidSeconds(Money free) {
        long seconds = secondsFor(free);
        if (seconds == UNLIMITED) {
            return null;
        }
        if (seconds <= Integer.MAX_VALUE) {
            return (int) seconds;
        }
        int increments = (Integer.MAX_VALUE - initialSeconds) / incrementSeconds;
        return initialSeconds + increments * incrementSeconds;
    }
}
