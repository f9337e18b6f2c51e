package io.tollgate.enforcement.account;

import io.tollgate.enforcement.call.AbsentCall.Lost;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.charge.Hold;
import io.tollgate.enforcement.rating.Money;

/**
 * Makes a call that was taken for lost live again, as if it had never ended: its account gets the call's cost back and is
 * charged by the call once more, and the channel that it held is held again, whether there is one or not. What was spent by others
 * meanwhile stays spent. Pure.
 *
 * @param standing the account's after it
 * @param call as it lives now
 */
record Reinstatement(AccountStanding standing, LiveCall call) {

    /**
     * Does it.
     *
     * @param standing the account's, its money as of the call's end or later
     */
    static Reinstatement of(AccountStanding standing, Lost lost) {
        var held = standing.holding(standing.held() + (lost.call().holdsChannel() ? 1 : 0));
        var payment = lost.call().payment();
        if (payment instanceof Hold hold) {
            return setAside(held, lost.call(), hold);
        }
        return payment == null ? new Reinstatement(held, lost.call()) : charge(held, lost);
    }

    /** Money is set aside again where there still is some; what its gateway was told about it stays true. */
    private static Reinstatement setAside(AccountStanding standing, LiveCall call, Hold hold) {
        var terms = standing.terms().payment();
        boolean isPayable =
                terms.isMetered() && hold.amount().isAtMost(standing.purse().free(terms.credit()));
        var amount = isPayable ? hold.amount() : Money.ZERO;
        return new Reinstatement(
                standing.with(standing.purse().settingAside(amount)), call.paid(new Hold(amount, hold.paidSeconds())));
    }

    private static Reinstatement charge(AccountStanding standing, Lost lost) {
        var bill = lost.bill();
        var charge = lost.call().charge();
        if (bill == null || charge == null) {
            throw new IllegalStateException("a call was charged that has no rate: " + lost);
        }
        var creditLimit = standing.terms().payment().creditLimit();
        var purse = standing.purse().adjusted(bill.cost());
        var resumed = charge.resumed(bill.billedSeconds(), creditLimit, purse);
        return new Reinstatement(
                standing.with(purse.opened(resumed)), lost.call().paid(resumed));
    }
}
