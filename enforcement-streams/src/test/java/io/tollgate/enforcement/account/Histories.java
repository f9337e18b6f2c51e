package io.tollgate.enforcement.account;

import io.tollgate.enforcement.call.CallDetails;
import io.tollgate.enforcement.call.CallFact;
import io.tollgate.enforcement.call.CallFact.What;
import io.tollgate.enforcement.call.Direction;
import io.tollgate.enforcement.call.EndCause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random histories of one account: calls of every kind, interleaved, with repetitions and in a wrong order. */
final class Histories {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private Histories() {}

    /** A history in which every call comes to its end. */
    static List<CallFact> random(long seed) {
        var random = new Random(seed);
        List<List<CallFact>> calls = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        for (int call = 0; call < count; call++) {
            calls.add(call("c" + call, random));
        }
        var facts = interleaved(calls, random);
        repeatSome(facts, random);
        reorderSome(facts, random);
        return facts;
    }

    private static List<CallFact> call(String callId, Random random) {
        var direction = random.nextInt(5) == 0 ? Direction.INBOUND : Direction.OUTBOUND;
        boolean emergency = direction == Direction.OUTBOUND && random.nextInt(10) == 0;
        boolean atOnce = direction == Direction.INBOUND || random.nextBoolean();
        List<CallFact> facts = new ArrayList<>();
        facts.add(fact(callId, direction, emergency, atOnce, new CallFact.Attempted()));
        boolean challenged = !atOnce && random.nextInt(4) == 0;
        boolean rings = !challenged && random.nextInt(4) != 0;
        boolean answered = !challenged && random.nextBoolean();
        if (rings) {
            facts.add(fact(callId, direction, emergency, true, new CallFact.Ringing()));
        }
        if (answered) {
            facts.add(fact(callId, direction, emergency, true, new CallFact.Answered()));
        }
        boolean proven = atOnce || rings || answered;
        facts.add(fact(callId, direction, emergency, proven, end(challenged, answered, random)));
        if (answered && random.nextBoolean()) {
            facts.add(fact(callId, direction, emergency, true, new CallFact.LegClosed()));
        }
        return facts;
    }

    private static What end(boolean challenged, boolean answered, Random random) {
        if (challenged) {
            return new CallFact.Ended(EndCause.FAILED, 407, null, null);
        }
        if (!answered && random.nextInt(3) == 0) {
            return new CallFact.Refused(false);
        }
        var causes = EndCause.values();
        return new CallFact.Ended(causes[random.nextInt(causes.length)], answered ? null : 486, null, null);
    }

    private static CallFact fact(String callId, Direction direction, boolean emergency, boolean proven, What what) {
        var details = new CallDetails(
                "sip-" + callId, "gw1", 1, direction, "sip:bob@a", "sip:1@b", "1", "192.0.2.1:5060/udp");
        return new CallFact(callId, History.ACCOUNT, details, proven, emergency, START, what);
    }

    private static List<CallFact> interleaved(List<List<CallFact>> calls, Random random) {
        List<CallFact> facts = new ArrayList<>();
        var waiting = new ArrayList<>(calls.stream().map(ArrayList::new).toList());
        while (!waiting.isEmpty()) {
            var next = waiting.get(random.nextInt(waiting.size()));
            facts.add(next.remove(0));
            waiting.removeIf(List::isEmpty);
        }
        return facts;
    }

    private static void repeatSome(List<CallFact> facts, Random random) {
        int repetitions = random.nextInt(facts.size() + 1);
        for (int i = 0; i < repetitions; i++) {
            int from = random.nextInt(facts.size());
            int to = from + 1 + random.nextInt(facts.size() - from);
            facts.add(to, facts.get(from));
        }
    }

    private static void reorderSome(List<CallFact> facts, Random random) {
        int swaps = random.nextInt(4);
        for (int i = 0; i < swaps; i++) {
            int a = random.nextInt(facts.size());
            int b = random.nextInt(facts.size());
            var first = facts.get(a);
            facts.set(a, facts.get(b));
            facts.set(b, first);
        }
    }
}
