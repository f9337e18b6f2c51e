package io.tollgate.enforcement.account;

import io.tollgate.enforcement.account.CallStep.Outcome;
import io.tollgate.enforcement.call.CallFact;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.decision.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plays a history of one account's events to some rules, and checks after each what must hold whatever the history:
 *
 * <ul>
 *   <li>the channels held are exactly the live calls that hold one: never negative, none leaked, none twice;
 *   <li>a call that is over holds none, whatever is heard of it later;
 *   <li>an event that was heard before changes nothing and sends nothing;
 *   <li>a call gets one admission, and no more than the limit are admitted at one time;
 *   <li>when all calls are over, nothing is held.
 * </ul>
 */
final class History {

    static final String ACCOUNT = "bob";

    /** The rules themselves. */
    static final Rules RULES =
            (standing, known, over, fact, now) -> CallRules.decide(standing, known, over, fact, TestTerms.TARIFFS, now);

    /** What is under test: the rules, or a mutant of them. */
    @FunctionalInterface
    interface Rules {
        Decision<CallStep, AccountOutput> decide(
                AccountStanding standing, @Nullable LiveCall known, boolean over, CallFact fact, Instant now);
    }

    private final Rules rules;
    private final Map<String, LiveCall> live = new LinkedHashMap<>();
    private final Set<String> over = new HashSet<>();
    private final Set<CallFact> heard = new HashSet<>();
    private final Map<String, Boolean> admitted = new HashMap<>();
    private final Set<String> undecided = new HashSet<>();
    private AccountStanding standing;
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    History(Rules rules, Terms terms) {
        this.rules = rules;
        this.standing = TestTerms.standing(terms, 0);
    }

    /** Plays them all; throws {@link Broken} at the first promise that does not hold. */
    History play(List<CallFact> facts) {
        facts.forEach(this::hear);
        return this;
    }

    void hear(CallFact fact) {
        now = now.plusMillis(1);
        boolean again = !heard.add(fact);
        var before = standing;
        var liveBefore = Map.copyOf(live);
        var callId = fact.callId();
        Decision<CallStep, AccountOutput> decision;
        try {
            decision = rules.decide(standing, live.get(callId), over.contains(callId), fact, now);
        } catch (IllegalStateException negative) {
            throw new Broken("after " + fact + ": " + negative.getMessage());
        }
        keep(callId, decision.state());
        decision.outputs().forEach(this::note);
        check(fact);
        if (again) {
            require(before.equals(standing) && liveBefore.equals(live), "a repeated event changed something: " + fact);
            require(decision.outputs().isEmpty(), "a repeated event sent something: " + decision.outputs());
        }
    }

    private void keep(String callId, CallStep step) {
        standing = step.standing();
        if (step.outcome() == Outcome.CLOSED) {
            live.remove(callId);
            over.add(callId);
        } else if (step.call() != null) {
            live.put(callId, step.call());
        }
    }

    private void note(AccountOutput output) {
        if (output instanceof AccountOutput.Admit admit) {
            require(admitted.put(admit.callId(), admit.refusal() == null) == null, "decided twice: " + admit.callId());
        } else if (output instanceof AccountOutput.NoteUndecided let) {
            undecided.add(let.callId());
        }
    }

    private void check(CallFact fact) {
        var holding = live.values().stream().filter(LiveCall::holdsChannel).toList();
        require(standing.held() >= 0, "channels negative");
        require(
                standing.held() == holding.size(),
                standing.held() + " channels counted, held by " + holding.size() + " calls after " + fact);
        for (var call : holding) {
            require(!over.contains(call.callId()), "a call that is over holds a channel: " + call.callId());
        }
        var limit = standing.terms().channelLimit();
        if (limit != null) {
            long let = holding.stream()
                    .filter(call -> !undecided.contains(call.callId()))
                    .count();
            require(let <= limit, let + " calls let in, limit " + limit);
        }
    }

    /** All calls are over now: nothing may be left. */
    void requireNothingHeld() {
        var left = new ArrayList<>(live.values());
        left.removeIf(call -> !call.holdsChannel());
        require(left.isEmpty(), "left: " + left);
        require(standing.held() == 0, "channels left: " + standing.held());
    }

    AccountStanding standing() {
        return standing;
    }

    private static void require(boolean holds, String promise) {
        if (!holds) {
            throw new Broken(promise);
        }
    }

    /** A promise that a history broke. */
    static final class Broken extends AssertionError {
        private static final long serialVersionUID = 1L;

        Broken(String promise) {
            super(promise);
        }
    }
}
