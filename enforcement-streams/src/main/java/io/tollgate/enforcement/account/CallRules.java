package io.tollgate.enforcement.account;

import io.tollgate.enforcement.account.CallStep.Outcome;
import io.tollgate.enforcement.call.CallFact;
import io.tollgate.enforcement.call.CallFact.Ended;
import io.tollgate.enforcement.call.CallFact.LegClosed;
import io.tollgate.enforcement.call.CallFact.Refused;
import io.tollgate.enforcement.call.Channel;
import io.tollgate.enforcement.call.ClosedCall;
import io.tollgate.enforcement.call.EndCause;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.charge.Bill;
import io.tollgate.enforcement.decision.Decision;
import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.rating.Tariffs;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an event of a call changes its account: who gets a channel, who is admitted, who has to go, what it costs, and what
 * is recorded.
 *
 * <p>A channel is taken when the caller is first seen proven, never before: a forged From costs its victim nothing. It is
 * given back when the call leaves the set, by whatever event. Pure.
 */
public final class CallRules {

    /**
     * How old the end of a call may be of which nothing else is known. Its events before were never seen, and it is
     * recorded; or it was recorded and is forgotten, and must not be recorded a second time. Gateways tell the events of a
     * call in order, so that only what comes very late is in doubt.
     */
    public static final Duration LATEST_FIRST_END = Duration.ofHours(1);

    private static final Ended UNANSWERED = new Ended(EndCause.FAILED, null, null, null);

    private CallRules() {}

    /**
     * Applies an event.
     *
     * @param standing the account's, before; its money as of the event or later
     * @param known the call as it is kept; null: not at all
     * @param over whether the call is known to be over
     */
    public static Decision<CallStep, AccountOutput> decide(
            AccountStanding standing,
            @Nullable LiveCall known,
            boolean over,
            CallFact fact,
            Tariffs tariffs,
            Instant now) {
        if (over || known == null && isForgotten(fact, now)) {
            return Decision.quiet(new CallStep(standing, null, Outcome.LATE));
        }
        if (known == null && fact.what() instanceof Refused refused && refused.alone()) {
            return Decision.quiet(new CallStep(standing, null, Outcome.REFUSED));
        }
        if (fact.what() instanceof LegClosed) {
            return Decision.quiet(new CallStep(standing, known, Outcome.DUPLICATE));
        }
        var call = known == null ? LiveCall.first(fact) : known.with(fact);
        var draft = new Draft(fact.account(), standing, call, now);
        if (fact.what() instanceof Ended || fact.what() instanceof Refused) {
            return close(draft, known, fact);
        }
        return advance(draft, known, tariffs);
    }

    /** A call that holds a channel has to go, since there is one too many. */
    static Decision<CallStep, AccountOutput> endOneTooMany(
            String account, AccountStanding standing, LiveCall call, Instant now) {
        var draft = new Draft(account, standing, call, now);
        new Placement(draft, new Payments(draft, Tariffs.NONE)).leave();
        return new Decision<>(new CallStep(draft.standing(), draft.call(), Outcome.APPLIED), draft.outputs());
    }

    private static boolean isForgotten(CallFact fact, Instant now) {
        return fact.what() instanceof Ended && !fact.at().plus(LATEST_FIRST_END).isAfter(now);
    }

    private static Decision<CallStep, AccountOutput> close(Draft draft, @Nullable LiveCall known, CallFact fact) {
        if (known != null && known.holdsChannel()) {
            draft.standing(draft.standing().holding(draft.standing().held() - 1));
        }
        new Payments(draft, Tariffs.NONE).release();
        var recorded = recorded(draft.call(), fact);
        recorded.map(AccountOutput.RecordCall::new).ifPresent(draft::add);
        settle(draft, recorded.map(ClosedCall::bill).map(Bill::cost).orElse(Money.ZERO));
        return new Decision<>(new CallStep(draft.standing(), null, Outcome.CLOSED), draft.outputs());
    }

    private static Optional<ClosedCall> recorded(LiveCall call, CallFact fact) {
        if (!(fact.what() instanceof Ended end)) {
            // A refused call leaves no record, but one that was taken for lost before left one.
            return call.revision() == 0 ? Optional.empty() : call.recorded(fact.at(), UNANSWERED, null);
        }
        var charge = call.charge();
        var grounds = end.cause() == EndCause.TERMINATED ? end.terminationGrounds() : null;
        return call.recorded(fact.at(), end, charge == null ? null : charge.bill(charge.ratedEnd(fact.at(), grounds)));
    }

    /** What no record tells of is not taken either: balances can be made up anew of the records. */
    private static void settle(Draft draft, Money cost) {
        var charge = draft.call().charge();
        if (charge != null) {
            draft.standing(draft.standing().with(draft.standing().purse().closed(charge, cost)));
        }
    }

    private static Decision<CallStep, AccountOutput> advance(Draft draft, @Nullable LiveCall known, Tariffs tariffs) {
        var call = draft.call();
        var payments = new Payments(draft, tariffs);
        var placed = new Placement(draft, payments);
        boolean newlyProven = call.isProven() && (known == null || !known.isProven());
        boolean newlyAnswered = call.isAnswered() && (known == null || !known.isAnswered());
        if (newlyProven) {
            placed.prove(newlyAnswered);
        } else if (newlyAnswered && call.channel() == Channel.REFUSED) {
            placed.letIn();
        }
        if ((newlyProven || newlyAnswered) && call.isProven() && call.answeredAt() != null) {
            payments.answer(call.answeredAt());
        }
        if (draft.call().equals(known)) {
            return Decision.quiet(new CallStep(draft.standing(), known, Outcome.DUPLICATE));
        }
        return new Decision<>(new CallStep(draft.standing(), draft.call(), Outcome.APPLIED), draft.outputs());
    }
}
