package io.tollgate.enforcement.account;

import io.tollgate.enforcement.account.CallStep.Outcome;
import io.tollgate.enforcement.call.CallFact;
import io.tollgate.enforcement.call.CallFact.Ended;
import io.tollgate.enforcement.call.CallFact.Refused;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.decision.Decision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rules with one mistake each, the ones that call counters of this kind are known for. They are kept so that the
 * histories can be seen to find them: a check that lets one of these pass checks nothing.
 */
enum Mutant implements History.Rules {
    /** Counts proven attempts up and ends down, and never asks which calls hold a channel. */
    COUNTER_INSTEAD_OF_SET {
        @Override
        public Decision<CallStep, AccountOutput> decide(
                AccountStanding standing, @Nullable LiveCall known, boolean over, CallFact fact, Instant now) {
            var right = History.RULES.decide(standing, known, over, fact, now);
            int held = standing.held();
            if (fact.what() instanceof Ended || fact.what() instanceof Refused) {
                held--;
            } else if (fact.what() instanceof CallFact.Attempted && fact.proven()) {
                held++;
            }
            return with(right, standing.holding(held));
        }
    },

    /** Does not remember that a call is over, so that a late event brings it back. */
    DROPPED_DUPLICATE_CHECK {
        @Override
        public Decision<CallStep, AccountOutput> decide(
                AccountStanding standing, @Nullable LiveCall known, boolean over, CallFact fact, Instant now) {
            return History.RULES.decide(standing, known, false, fact, now);
        }
    },

    /** Forgets to give the channel back when the attempt was refused. */
    MISSING_RELEASE_ON_REFUSAL {
        @Override
        public Decision<CallStep, AccountOutput> decide(
                AccountStanding standing, @Nullable LiveCall known, boolean over, CallFact fact, Instant now) {
            var right = History.RULES.decide(standing, known, over, fact, now);
            return fact.what() instanceof Refused ? with(right, standing) : right;
        }
    },

    /** Forgets to give the channel back at the end of an answered call. */
    MISSING_RELEASE_AT_END {
        @Override
        public Decision<CallStep, AccountOutput> decide(
                AccountStanding standing, @Nullable LiveCall known, boolean over, CallFact fact, Instant now) {
            var right = History.RULES.decide(standing, known, over, fact, now);
            boolean forgotten = right.state().outcome() == Outcome.CLOSED && known != null && known.isAnswered();
            return forgotten ? with(right, standing) : right;
        }
    },

    /** Decides again on each event of a call that is proven. */
    DECIDES_TWICE {
        @Override
        public Decision<CallStep, AccountOutput> decide(
                AccountStanding standing, @Nullable LiveCall known, boolean over, CallFact fact, Instant now) {
            return History.RULES.decide(standing, null, over, fact, now);
        }
    },

    /** Lets one more in than the limit allows. */
    LIMIT_OFF_BY_ONE {
        @Override
        public Decision<CallStep, AccountOutput> decide(
                AccountStanding standing, @Nullable LiveCall known, boolean over, CallFact fact, Instant now) {
            var terms = standing.terms();
            var limit = terms.channelLimit();
            var wider = new Terms(
                    terms.enabled(),
                    limit == null ? null : limit + 1,
                    terms.strict(),
                    terms.admitsUndecided(),
                    terms.payment());
            var wrong = History.RULES.decide(standing.provisioned(standing.provision(), wider), known, over, fact, now);
            return with(wrong, standing.holding(wrong.state().standing().held()));
        }
    };

    private static Decision<CallStep, AccountOutput> with(
            Decision<CallStep, AccountOutput> decision, AccountStanding standing) {
        var step = decision.state();
        return new Decision<>(new CallStep(standing, step.call(), step.outcome()), decision.outputs());
    }
}
