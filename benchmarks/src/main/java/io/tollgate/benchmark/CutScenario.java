package io.tollgate.benchmark;

import io.tollgate.phone.Call;
import io.tollgate.phone.Dial;
import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.phone.TestUpstream;
import io.tollgate.testsupport.money.ExactCuts;
import io.tollgate.testsupport.money.Tariff;
import io.tollgate.testsupport.scenario.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Accounts with the same money and the same rate, whose calls start in the same order: each call must end at the instant
 * at which its next increment cannot be paid. For one thread.
 *
 * @param name of the plan and the beginning of the accounts' names
 * @param credit what each account has, in micro-units
 * @param accounts how many of them
 * @param offsets when each of an account's calls is placed, after its first
 * @param pause between the first calls of two accounts
 */
record CutScenario(String name, Tariff tariff, long credit, int accounts, List<Duration> offsets, Duration pause) {
    private static final String PREFIX = "4930";
    private static final Duration SETTING_UP = Duration.ofSeconds(10);
    private static final Duration ENDING = Duration.ofSeconds(30);

    /** What an account paid for, and when its calls had to end by the instants of their answers. */
    record Group(String account, List<CutCall> calls) {}

    void provision(Billing billing) {
        billing.rate(tariff, name, PREFIX);
        for (int i = 0; i < accounts; i++) {
            billing.topUp(account(i), credit);
        }
        for (int i = 0; i < accounts; i++) {
            billing.account(account(i), name);
        }
    }

    void awaitProvisioned(Billing billing) {
        for (int i = 0; i < accounts; i++) {
            billing.awaitBalance(account(i), credit);
        }
    }

    private String account(int number) {
        return "%s-%03d".formatted(name, number);
    }

    /** Places all calls on schedule, the first of each account at the first gateway, and waits until they have ended. */
    List<Group> run(Phone callers, TestUpstream upstream, List<Hop> gateways) {
        record Placing(long nanos, int account, int call) {}
        List<Placing> schedule = new ArrayList<>();
        for (int account = 0; account < accounts; account++) {
            for (int call = 0; call < offsets.size(); call++) {
                long at = account * pause.toNanos() + offsets.get(call).toNanos();
                schedule.add(new Placing(at, account, call));
            }
        }
        schedule.sort(java.util.Comparator.comparingLong(Placing::nanos));
        Map<String, Group> groups = new LinkedHashMap<>();
        long start = System.nanoTime();
        for (Placing placing : schedule) {
            parkUntil(start + placing.nanos());
            String account = account(placing.account());
            int gateway = placing.call() == 0 ? 0 : gateways.size() - 1;
            String number = PREFIX + "1%06d".formatted(placing.account() * 10 + placing.call());
            Dial dial = Dial.to(number).from(account).via(gateways.get(gateway));
            groups.computeIfAbsent(account, name -> new Group(name, new ArrayList<>()))
                    .calls()
                    .add(new CutCall(account, gateway + 1, callers.invite(dial), upstream));
        }
        List<CutCall> calls = groups.values().stream()
                .flatMap(group -> group.calls().stream())
                .toList();
        Duration paid = Duration.ofSeconds(longest());
        Await.until(
                "all calls to end",
                paid.plus(SETTING_UP).plus(ENDING),
                () -> calls.stream().allMatch(CutScenario::over),
                () -> calls.stream()
                        .filter(call -> !over(call))
                        .findFirst()
                        .map(call -> call.caller().describe()));
        return List.copyOf(groups.values());
    }

    /** More than any of the calls can last. */
    private long longest() {
        long seconds = 0;
        while (tariff.cost(seconds) <= credit) {
            seconds += tariff.incrementSeconds();
        }
        return seconds;
    }

    private static boolean over(CutCall call) {
        return call.caller().ended().isDone()
                && call.callee()
                        .map(Call::ended)
                        .map(java.util.concurrent.Future::isDone)
                        .orElse(true);
    }

    /** When each call of a group had to end, by its SIP Call-ID; given when each was answered. */
    Map<String, Long> exact(Map<String, Long> answered) {
        return ExactCuts.of(tariff, credit, answered);
    }

    private static void parkUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        }
    }
}
