package io.tollgate.enforcement.rating;

/**
 * An amount in whole micro-units, a millionth of its account's currency: exact, so that a call charged step by step costs
 * what it costs as a whole. May be negative. Immutable.
 */
public record Money(long micros) implements Comparable<Money> {

    public static final Money ZERO = new Money(0);

    /** What a cost is that no {@code long} can hold: nobody ever has it, so it can never be paid. */
    public static final Money UNPAYABLE = new Money(Long.MAX_VALUE);

    /** A sum left the range of {@code long}; nothing was changed. */
    public static final class Overflow extends ArithmeticException {
        private static final long serialVersionUID = 1L;

        Overflow(Money left, char sign, Money right) {
            super("no amount: " + left.micros + " " + sign + " " + right.micros);
        }
    }

    /**
     * The exact sum.
     *
     * @throws Overflow if there is none; see {@link #canAdd}
     */
    public Money plus(Money other) {
        if (!canAdd(other)) {
            throw new Overflow(this, '+', other);
        }
        return other.micros == 0 ? this : new Money(micros + other.micros);
    }

    /**
     * The exact difference.
     *
     * @throws Overflow if there is none
     */
    public Money minus(Money other) {
        long difference = micros - other.micros;
        if (((micros ^ other.micros) & (micros ^ difference)) < 0) {
            throw new Overflow(this, '-', other);
        }
        return other.micros == 0 ? this : new Money(difference);
    }

    /** Whether the sum is an amount. */
    public boolean canAdd(Money other) {
        long sum = micros + other.micros;
        return ((micros ^ sum) & (other.micros ^ sum)) >= 0;
    }

    /** The sum, or the nearest amount to it: for comparisons, never for what is booked. */
    public Money plusAtMost(Money other) {
        if (canAdd(other)) {
            return plus(other);
        }
        return new Money(micros < 0 ? Long.MIN_VALUE : Long.MAX_VALUE);
    }

    public boolean isZero() {
        return micros == 0;
    }

    public boolean isPositive() {
        return micros > 0;
    }

    public boolean isAtMost(Money other) {
        return micros <= other.micros;
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(micros, other.micros);
    }
}
