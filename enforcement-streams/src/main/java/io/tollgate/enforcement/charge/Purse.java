package io.tollgate.enforcement.charge;

import io.tollgate.enforcement.rating.Money;
import java.time.Instant;

/**
 * An account's money at one instant of its own time, which only the events of its calls move. What running calls have
 * drawn follows from when they were answered and from that instant; it is kept as a sum so that one event need not look
 * at all of them. Immutable.
 *
 * @param settled the adjustments less the costs of the calls that are over
 * @param drawn by the calls that run, for increments begun before {@code asOf}
 * @param setAside for first increments that have not begun
 * @param asOf the latest instant of an event of its calls
 * @param running metered calls that are answered and not over
 */
public record Purse(Money settled, Money drawn, Money setAside, Instant asOf, int running) {

    /** Of an account that never had any. */
    public static final Purse EMPTY = new Purse(Money.ZERO, Money.ZERO, Money.ZERO, Instant.EPOCH, 0);

    public Purse {
        if (drawn.micros() < 0 || setAside.micros() < 0 || running < 0) {
            throw new IllegalStateException("drawn " + drawn + ", set aside " + setAside + ", running " + running);
        }
    }

    public Money balance() {
        return settled.minus(drawn);
    }

    /**
     * What the next charge may take; below zero after a negative adjustment. No more than the sum of what is drawn can
     * hold, so that no charge overflows it.
     */
    public Money free(Money credit) {
        var free = balance().plusAtMost(credit).plusAtMost(negative(setAside));
        var room = Money.UNPAYABLE.minus(drawn);
        return free.isAtMost(room) ? free : room;
    }

    /** Whether an increment can be paid; one that costs nothing always can. */
    static boolean isPayable(Money increment, Money free) {
        return increment.isZero() || increment.isAtMost(free);
    }

    /** Whether the adjustment leaves all amounts amounts. */
    public boolean canAdjust(Money amount) {
        return settled.canAdd(amount) && balance().canAdd(amount);
    }

    public Purse adjusted(Money amount) {
        return new Purse(settled.plus(amount), drawn, setAside, asOf, running);
    }

    public Purse settingAside(Money amount) {
        return new Purse(settled, drawn, setAside.plus(amount), asOf, running);
    }

    public Purse releasing(Money amount) {
        return new Purse(settled, drawn, setAside.minus(amount), asOf, running);
    }

    /** With one more running call. */
    public Purse opened(Charge charge) {
        return new Purse(
                settled, drawn.plus(charge.drawnBy(asOf)), setAside.plus(charge.setAsideBy(asOf)), asOf, running + 1);
    }

    /** With one running call less; what it had drawn beyond its cost is given back. */
    public Purse closed(Charge charge, Money cost) {
        return new Purse(
                settled.minus(cost),
                drawn.minus(charge.drawnBy(asOf)),
                setAside.minus(charge.setAsideBy(asOf)),
                asOf,
                running - 1);
    }

    /** At an instant before which nothing runs. */
    public Purse asOf(Instant instant) {
        return new Purse(settled, drawn, setAside, instant, running);
    }

    /** With what running calls drew meanwhile. */
    Purse at(Instant instant, Money nowDrawn, Money nowSetAside) {
        return new Purse(settled, nowDrawn, nowSetAside, instant, running);
    }

    private static Money negative(Money amount) {
        return new Money(-amount.micros());
    }
}
