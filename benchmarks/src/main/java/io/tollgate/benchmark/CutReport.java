package io.tollgate.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far from its exact instant each call of a scenario ended, and how many are missing. For one thread. */
final class CutReport {
    private final CutScenario scenario;
    private final Stamps stamps;
    private final List<Long> atCaller = new ArrayList<>();
    private final List<Long> atCallee = new ArrayList<>();
    private final List<Long> atBoth = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    CutReport(CutScenario scenario, List<CutScenario.Group> groups, Stamps stamps) {
        this.scenario = scenario;
        this.stamps = stamps;
        groups.forEach(this::judge);
    }

    private void judge(CutScenario.Group group) {
        for (CutCall call : group.calls()) {
            if (!call.cut() || !stamps.complete(call.id())) {
                missing.add(group.account() + " at gateway " + call.gateway() + ": "
                        + call.caller().ended().getNow(null));
            }
        }
        if (group.calls().stream().anyMatch(call -> !stamps.answered().containsKey(call.id()))) {
            return; // without all answers nobody knows when the others had to end
        }
        Map<String, Long> answered = new LinkedHashMap<>();
        group.calls().forEach(call -> answered.put(call.id(), stamps.answered().get(call.id())));
        scenario.exact(answered).forEach((call, exact) -> {
            if (stamps.complete(call)) {
                long caller = stamps.byeAtCaller().get(call) - exact;
                long callee = stamps.byeAtCallee().get(call) - exact;
                atCaller.add(caller);
                atCallee.add(callee);
                atBoth.add(Math.max(caller, callee));
            }
        });
    }

    /** Calls that did not end as they should, and BYEs that came too early. */
    int faults() {
        return missing.size() + (int) early();
    }

    private long early() {
        return atCaller.stream().filter(micros -> micros < 0).count()
                + atCallee.stream().filter(micros -> micros < 0).count();
    }

    void print() {
        System.out.printf(
                "%n%s: %d balances, %d calls each, %s, connect fee %d, %d micro-units a minute, credit %d%n",
                scenario.name(),
                scenario.accounts(),
                scenario.offsets().size(),
                scenario.tariff().increments(),
                scenario.tariff().connectFee(),
                scenario.tariff().pricePerMinute(),
                scenario.credit());
        System.out.println("stamps          " + stamps.source());
        row("BYE at caller", atCaller);
        row("BYE at callee", atCallee);
        row("the later one", atBoth);
        System.out.println("too early       " + early());
        System.out.println("not cut         " + missing.size());
        missing.stream().limit(5).forEach(line -> System.out.println("                " + line));
    }

    private static void row(String what, List<Long> micros) {
        if (micros.isEmpty()) {
            System.out.printf("%-15s nothing was measured%n", what);
        } else {
            System.out.printf(
                    "%-15s %s%n", what, new Percentiles(micros.stream().mapToLong(value -> value * 1_000)));
        }
    }
}
