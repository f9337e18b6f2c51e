package io.tollgate.enforcement.account;

import io.tollgate.enforcement.account.CallStep.Outcome;
import io.tollgate.enforcement.call.CallFact;
import io.tollgate.enforcement.call.CallFact.Answered;
import io.tollgate.enforcement.call.CallFact.Ended;
import io.tollgate.enforcement.call.CallFact.LegClosed;
import io.tollgate.enforcement.call.CallFact.Refused;
import io.tollgate.enforcement.call.Channel;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.decision.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an event of a call changes its account: who gets a channel, who is admitted, who has to go, and what is recorded.
 *
 * <p>A channel is taken when the caller is first seen proven, never before: a forged From costs its victim nothing. It is
 * given back when the call leaves the set, by whatever event. Pure.
 */
public final class CallRules {

    private CallRules() {}

    /**
     * Applies an event.
     *
     * @param standing the account's, before
     * @param known the call as it is kept; null: not at all
     * @param over whether the call is known to be over
     */
    public static Decision<CallStep, AccountOutput> decide(
            AccountStanding standing, @Nullable LiveCall known, boolean over, CallFact fact, Instant now) {
        if (over) {
            return Decision.quiet(new CallStep(standing, null, Outcome.LATE));
        }
        if (fact.what() instanceof LegClosed) {
            return Decision.quiet(new CallStep(standing, known, Outcome.DUPLICATE));
        }
        if (fact.what() instanceof Ended || fact.what() instanceof Refused) {
            return close(standing, known, fact, now);
        }
        return advance(standing, known, fact, now);
    }

    private static Decision<CallStep, AccountOutput> close(
            AccountStanding before, @Nullable LiveCall known, CallFact fact, Instant now) {
        boolean held = known != null && known.holdsChannel();
        var after = held ? before.holding(before.held() - 1) : before;
        var outputs = new ArrayList<AccountOutput>();
        if (fact.what() instanceof Ended end) {
            var call = known == null ? LiveCall.first(fact) : known.with(fact);
            call.recorded(fact.at(), end).map(AccountOutput.RecordCall::new).ifPresent(outputs::add);
        }
        outputs.addAll(Effects.of(fact.account(), before, after, now));
        return new Decision<>(new CallStep(after, null, Outcome.CLOSED), outputs);
    }

    private static Decision<CallStep, AccountOutput> advance(
            AccountStanding before, @Nullable LiveCall known, CallFact fact, Instant now) {
        var call = known == null ? LiveCall.first(fact) : known.with(fact);
        var placed = new Placement(fact.account(), before, call, now);
        boolean newlyProven = call.isProven() && (known == null || !known.isProven());
        boolean newlyAnswered = fact.what() instanceof Answered && (known == null || !known.isAnswered());
        if (newlyProven) {
            placed.prove(newlyAnswered);
        } else if (newlyAnswered && call.channel() == Channel.REFUSED) {
            placed.letIn();
        }
        if (placed.call().equals(known)) {
            return Decision.quiet(new CallStep(before, known, Outcome.DUPLICATE));
        }
        List<AccountOutput> outputs = new ArrayList<>(placed.outputs());
        outputs.addAll(Effects.of(fact.account(), before, placed.standing(), now));
        return new Decision<>(new CallStep(placed.standing(), placed.call(), Outcome.APPLIED), outputs);
    }
}
