package io.tollgate.enforcement.charge;

import io.tollgate.enforcement.decision.Grounds;
import io.tollgate.enforcement.rating.Micros;
import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.rating.RateTerms;
import io.tollgate.enforcement.rating.Tariff;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A metered call that is answered: what was agreed at its answer, and how far it was let. What it has drawn is not kept
 * but follows from the time. Immutable.
 *
 * @param onCredit whether it may use the account's credit limit
 * @param cutAt the increment that could not be paid: it is never charged from there on; null: none yet
 */
public record Charge(
        Tariff tariff,
        String currency,
        boolean onCredit,
        @Nullable Integer maxCallSeconds,
        Instant answeredAt,
        @Nullable Instant cutAt,
        Told told)
        implements Payment {

    /**
     * A call's at its answer. One that we learn of late draws at once what it has begun since then, as far as that can be
     * paid.
     *
     * @param told what its gateway knows
     * @param purse without this call
     */
    public static Charge answered(Tariff tariff, PaymentTerms terms, Instant answeredAt, Told told, Purse purse) {
        boolean onCredit = terms.model() == CreditModel.POSTPAID;
        var free = purse.free(terms.credit());
        long payable = tariff.terms().secondsFor(free);
        long begun = tariff.terms().billedSeconds(Micros.between(answeredAt, purse.asOf()));
        boolean isCut = payable == 0 || payable < begun;
        return new Charge(
                tariff,
                terms.currency(),
                onCredit,
                terms.maxCallSeconds(),
                answeredAt,
                isCut ? answeredAt.plusSeconds(payable) : null,
                told);
    }

    /**
     * The same of a call that was taken for over and is not. What it was charged then it keeps; what it has begun since
     * is drawn as far as that can be paid now: what others spent meanwhile stays spent.
     *
     * @param chargedSeconds what was charged then
     * @param purse without this call
     */
    public Charge resumed(long chargedSeconds, Money creditLimit, Purse purse) {
        var free = purse.free(onCredit ? creditLimit : Money.ZERO);
        var kept = rate().cost(chargedSeconds);
        long payable = rate().secondsFor(kept.isAtMost(free) ? free : kept);
        boolean isCut = payable == 0 || payable < secondsBy(purse.asOf());
        return isCut ? cut(answeredAt.plusSeconds(payable)) : this;
    }

    public RateTerms rate() {
        return tariff.terms();
    }

    /** The seconds of its increments that begin strictly before an instant, and that could be paid. */
    public long secondsBy(Instant instant) {
        boolean isCut = cutAt != null && cutAt.isBefore(instant);
        return rate().billedSeconds(Micros.between(answeredAt, isCut ? cutAt : instant));
    }

    /** What they cost. */
    public Money drawnBy(Instant instant) {
        return rate().cost(secondsBy(instant));
    }

    /** The first increment, until it begins: nobody else may have it. */
    Money setAsideBy(Instant instant) {
        boolean waits = !instant.isAfter(answeredAt) && (cutAt == null || cutAt.isAfter(answeredAt));
        return waits ? rate().first() : Money.ZERO;
    }

    /** Whether its gateway would let it run beyond its cut. */
    public boolean isCutBeforeTold() {
        return cutAt != null && told.isAfter(cutAt);
    }

    public Charge cut(Instant at) {
        return new Charge(tariff, currency, onCredit, maxCallSeconds, answeredAt, at, told);
    }

    public Charge told(Told next) {
        return new Charge(tariff, currency, onCredit, maxCallSeconds, answeredAt, cutAt, next);
    }

    /** The instant to which it alone could run on this much; null: no end. */
    public @Nullable Instant reach(Money free) {
        long seconds = rate().secondsFor(free);
        return seconds == RateTerms.UNLIMITED ? null : answeredAt.plusSeconds(seconds);
    }

    /**
     * Until when it is rated. A terminated call ends at the instant that was due, not at the moment later at which its
     * gateway got round to it.
     *
     * @param grounds null: it was not terminated
     */
    public Instant ratedEnd(Instant endedAt, @Nullable Grounds grounds) {
        var rated = endedAt;
        if (grounds == Grounds.BALANCE_EXHAUSTED) {
            rated = told.cutBy(endedAt);
            rated = cutAt != null && cutAt.isAfter(rated) ? cutAt : rated;
        } else if (grounds == Grounds.MAX_DURATION && maxCallSeconds != null) {
            rated = answeredAt.plusSeconds(maxCallSeconds);
        }
        return rated.isAfter(endedAt) ? endedAt : rated;
    }

    /** What it costs while it runs; beyond the end that its gateway was told it does not. */
    public Bill billAt(Instant now) {
        return bill(told.isAfter(now) ? now : told.cutBy(now));
    }

    /** What it costs if it is rated until then. */
    public Bill bill(Instant ratedEnd) {
        long seconds = secondsBy(ratedEnd);
        var cost = rate().cost(seconds);
        var used = rate().cost(rate().billedSeconds(Micros.between(answeredAt, ratedEnd)));
        return new Bill(tariff, currency, seconds, cost, used.minus(cost));
    }
}
