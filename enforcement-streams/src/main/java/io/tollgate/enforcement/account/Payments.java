package io.tollgate.enforcement.account;

import io.tollgate.enforcement.account.AccountOutput.Terminate;
import io.tollgate.enforcement.charge.Charge;
import io.tollgate.enforcement.charge.Hold;
import io.tollgate.enforcement.charge.PaymentTerms;
import io.tollgate.enforcement.charge.Purse;
import io.tollgate.enforcement.charge.Told;
import io.tollgate.enforcement.decision.Grounds;
import io.tollgate.enforcement.decision.TerminationOrder;
import io.tollgate.enforcement.rating.Tariff;
import io.tollgate.enforcement.rating.Tariffs;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one call is paid: what is set aside at its admission, what is agreed at its answer. Used for one decision, by one
 * thread.
 */
final class Payments {

    private static final String BALANCE = "balance:";
    private static final String MAX_DURATION = "max-duration:";
    private static final String UNRATED = "unrated:";

    private final Draft draft;
    private final Tariffs tariffs;

    Payments(Draft draft, Tariffs tariffs) {
        this.draft = draft;
        this.tariffs = tariffs;
    }

    /** Sets the connect fee and the first increment aside; yields why not, null if it is done or not needed. */
    @Nullable
    Refusal setAside() {
        var terms = terms();
        if (!terms.isMetered()) {
            return null;
        }
        var tariff = tariff(terms);
        if (tariff == null) {
            return Refusal.UNRATED_DESTINATION;
        }
        // It may have been asked before: then its account was metered, was not, and is again.
        release();
        var purse = draft.standing().purse();
        var free = purse.free(terms.credit());
        if (tariff.terms().secondsFor(free) == 0) {
            return Refusal.NO_BALANCE;
        }
        var first = tariff.terms().first();
        draft.call(draft.call().paid(new Hold(first, tariff.terms().paidSeconds(free))));
        keep(purse.settingAside(first));
        return null;
    }

    /** What was set aside is free again. */
    void release() {
        var hold = draft.call().hold();
        if (hold != null) {
            draft.call(draft.call().paid(null));
            keep(draft.standing().purse().releasing(hold.amount()));
        }
    }

    /** The call is answered and proven, for the first time both. */
    void answer(Instant answeredAt) {
        if (!draft.call().needsChannel()) {
            return;
        }
        limitDuration(answeredAt);
        var hold = draft.call().hold();
        release();
        if (terms().isMetered()) {
            charge(answeredAt, hold);
        } else if (hold != null && hold.paidSeconds() != null) {
            draft.add(new Terminate(balance(draft, Told.NOTHING.next(null, draft.now))));
        }
    }

    private void charge(Instant answeredAt, @Nullable Hold hold) {
        var tariff = tariff(terms());
        if (tariff == null) {
            draft.add(new Terminate(draft.order(
                    unrated(draft.call().callId()), Grounds.UNRATED_DESTINATION, "no rate when it was answered")));
            return;
        }
        var purse = draft.standing().purse();
        var told = hold == null ? Told.NOTHING : hold.told(answeredAt);
        var charge = Charge.answered(tariff, terms(), answeredAt, told, purse);
        // A gateway that was told nothing waits for a word, even if that is only that there is no end.
        if (hold == null || charge.isCutBeforeTold()) {
            var due = charge.cutAt() != null ? charge.cutAt() : charge.reach(purse.free(terms().credit()));
            var next = told.next(due, draft.now);
            draft.add(new Terminate(balance(draft, next).due(next.revision(), due)));
            charge = charge.told(next);
        }
        draft.call(draft.call().paid(charge));
        keep(purse.opened(charge));
    }

    private void limitDuration(Instant answeredAt) {
        var longest = terms().maxCallSeconds();
        if (longest != null) {
            draft.add(new Terminate(draft.order(
                            MAX_DURATION + draft.call().callId(),
                            Grounds.MAX_DURATION,
                            "longest call " + longest + " s")
                    .due(0, answeredAt.plusSeconds(longest))));
        }
    }

    static String unrated(String callId) {
        return UNRATED + callId;
    }

    private static TerminationOrder balance(Draft draft, Told told) {
        return balance(draft.account, draft.call().callId(), told.revision(), told.due(), draft.now);
    }

    /** The order that moves a call's end for want of money. */
    static TerminationOrder balance(String account, String callId, long revision, @Nullable Instant due, Instant now) {
        return TerminationOrder.ofCall(
                        BALANCE + callId, now, callId, account, Grounds.BALANCE_EXHAUSTED, "balance exhausted")
                .due(revision, due);
    }

    private PaymentTerms terms() {
        return draft.standing().terms().payment();
    }

    private @Nullable Tariff tariff(PaymentTerms terms) {
        return tariffs.find(terms.ratePlan(), draft.call().details().destination())
                .orElse(null);
    }

    private void keep(Purse next) {
        draft.standing(draft.standing().with(next));
    }
}
