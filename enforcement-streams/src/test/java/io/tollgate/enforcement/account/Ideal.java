package io.tollgate.enforcement.account;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * What becomes of a {@link MoneyPlan} where gateways, books and money are one: at each increment's instant it is seen
 * whether it can be paid, and if not the call ends there and then. Only the slow model is used.
 */
final class Ideal {

    private record Happening(long at, int order, Runnable what) {}

    final Map<String, Long> endedAt = new TreeMap<>();
    final Map<String, BigInteger> costs = new TreeMap<>();
    private final SlowAccount account;
    private final Set<String> answered = new HashSet<>();
    private final PriorityQueue<Happening> agenda =
            new PriorityQueue<>(Comparator.comparingLong(Happening::at).thenComparingInt(Happening::order));
    private int order;

    Ideal(MoneyPlan plan) {
        account = new SlowAccount(plan.payment().credit().micros());
        for (var topUp : plan.topUps()) {
            at(topUp.at(), () -> account.adjust(topUp.amount()));
        }
        for (var call : plan.calls()) {
            at(call.attemptAt(), () -> attempt(call));
        }
    }

    Ideal play() {
        while (!agenda.isEmpty()) {
            var next = agenda.remove();
            account.advance(next.at());
            endCut();
            next.what().run();
        }
        account.advance(Long.MAX_VALUE / 2);
        endCut();
        return this;
    }

    private void at(long at, Runnable what) {
        agenda.add(new Happening(MoneyWorld.START + at, order++, what));
    }

    private void attempt(MoneyPlan.Call call) {
        long now = MoneyWorld.START + call.attemptAt();
        if (account.attempt(call.callId(), now, call.rate()) > 0) {
            at(call.answerAt(), () -> answer(call));
        }
    }

    private void answer(MoneyPlan.Call call) {
        account.answer(call.callId(), MoneyWorld.START + call.answerAt(), call.rate());
        answered.add(call.callId());
        at(call.hangUpAt(), () -> end(call.callId(), MoneyWorld.START + call.hangUpAt()));
    }

    private void endCut() {
        for (var callId : Set.copyOf(answered)) {
            var cutAt = account.calls.get(callId).cutAt;
            if (cutAt != null) {
                end(callId, cutAt);
            }
        }
    }

    private void end(String callId, long at) {
        if (answered.remove(callId)) {
            endedAt.put(callId, at);
            var result = account.end(callId, at, at);
            if (result != null) {
                costs.put(callId, result.cost());
            }
        }
    }
}
