package io.tollgate.benchmark;

import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.money.Tariff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What the ends of calls' money cost the streams application while nothing happens, and what the size of an account costs
 * when something does. The application runs whole, with its stores, in this process and without a broker.
 *
 * <p>Aim: a punctuation costs at most one and a half times as much with 100,000 live calls as with 1,000 where as many are
 * due; an event costs as much with 10,000 calls on its balance as with 10.
 */
@Command(
        name = "deadlines",
        description = "Cost of a punctuation by live calls, and of an event by calls on its balance; no broker.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DeadlinesBenchmark implements Callable<Integer> {
    private static final long SECOND = 1_000; // micro-units
    private static final Tariff BY_SECOND = Tariff.bySecond(SECOND);
    private static final Tariff BY_MINUTE = new Tariff(60 * SECOND, 0, 60, 60);
    private static final Duration TICK = Duration.ofMillis(100);

    private static final int PER_SECOND = (int) Duration.ofSeconds(1).dividedBy(TICK);

    /** Streams looks at an account so long before its money can be gone. */
    private static final long HORIZON_SECONDS = 10;

    @Option(
            names = "--live",
            split = ",",
            defaultValue = "1000,10000,100000",
            description =
                    "live calls, nearly each with an account of its own, due times spread over an hour (default ${DEFAULT-VALUE})")
    private List<Integer> live;

    @Option(
            names = "--due",
            defaultValue = "5",
            description = "balances due in each punctuation, with two calls each (default ${DEFAULT-VALUE})")
    private int due;

    @Option(names = "--ticks", defaultValue = "50", description = "punctuations measured (default ${DEFAULT-VALUE})")
    private int ticks;

    @Option(
            names = "--shared",
            split = ",",
            defaultValue = "10,10000",
            description = "calls on one balance (default ${DEFAULT-VALUE})")
    private List<Integer> shared;

    @Option(names = "--events", defaultValue = "2000", description = "events measured (default ${DEFAULT-VALUE})")
    private int events;

    @Override
    public Integer call() {
        Surroundings.describe().forEach(System.out::println);
        System.out.println("command  benchmarks/run deadlines --live=" + joined(live) + " --due=" + due + " --ticks="
                + ticks + " --shared=" + joined(shared) + " --events=" + events);
        punctuations(live.get(0)); // to compile it
        double first = 0;
        for (int calls : live) {
            Punctuations cost = punctuations(calls);
            first = first == 0 ? cost.nanos().at(0.5) : first;
            System.out.printf(
                    "punctuation     %,7d live calls: %s; %.1f Terminations each; median %.2f times the first%n",
                    calls, cost.nanos(), cost.terminations(), cost.nanos().at(0.5) / first);
        }
        System.out.printf(
                "punctuation     nothing live, nothing due: %s%n",
                punctuations(0).nanos());
        for (Tariff tariff : List.of(BY_MINUTE, BY_SECOND)) {
            events(shared.get(0), tariff, false);
            for (int calls : shared) {
                System.out.printf(
                        "event           %,7d calls on its balance, %s: %s%n",
                        calls, tariff.increments(), events(calls, tariff, false));
            }
            for (int calls : shared) {
                System.out.printf(
                        "event           %,7d calls on its balance, %s, its end within the horizon: %s%n",
                        calls, tariff.increments(), events(calls, tariff, true));
            }
        }
        System.out.println(Surroundings.load());
        return 0;
    }

    /** @param terminations in each of them */
    private record Punctuations(Percentiles nanos, double terminations) {}

    private static String joined(List<Integer> numbers) {
        return String.join(",", numbers.stream().map(String::valueOf).toList());
    }

    /** So many live calls; in each punctuation as many of them come into the horizon, the others much later. */
    private Punctuations punctuations(int calls) {
        try (DrivenTopology topology = new DrivenTopology()) {
            DrivenCalls told = new DrivenCalls(topology);
            told.rate("plan", BY_SECOND);
            int before = ticks + 2 * PER_SECOND; // a second more on either side than is measured
            int accounts = calls == 0 ? 0 : due; // in each, two calls, so that there is something to say
            for (int i = 2 * accounts * before; i < calls; i++) {
                String account = "later-" + i;
                told.account(account, "plan", (3_600L * i / calls + 3 * HORIZON_SECONDS + ticks) * SECOND);
                told.begin(account, "call-" + i);
            }
            // Begun a punctuation apart with as much money each, they come into the horizon a punctuation apart.
            long seconds = HORIZON_SECONDS + before / PER_SECOND + 1;
            for (int tick = 0; tick < before; tick++) {
                for (int i = 0; i < accounts; i++) {
                    String account = "due-" + tick + "-" + i;
                    told.account(account, "plan", 2 * seconds * SECOND);
                    told.begin(account, "one-of-" + account);
                    told.begin(account, "other-of-" + account);
                }
                topology.pass(TICK);
            }
            topology.pass(Duration.ofSeconds(2));
            topology.drain();
            long[] nanos = new long[ticks];
            long said = 0;
            for (int tick = 0; tick < ticks; tick++) {
                long start = System.nanoTime();
                topology.pass(TICK);
                nanos[tick] = System.nanoTime() - start;
                said += topology.drain(Topics.TERMINATIONS);
            }
            return new Punctuations(new Percentiles(LongStream.of(nanos)), said / (double) ticks);
        }
    }

    /** The events of one call more, a millisecond apart, while so many others run on the same balance. */
    private Percentiles events(int calls, Tariff tariff, boolean nearTheEnd) {
        try (DrivenTopology topology = new DrivenTopology()) {
            DrivenCalls told = new DrivenCalls(topology);
            told.rate("plan", tariff);
            long minute = calls * tariff.cost(60);
            told.account("shared", "plan", nearTheEnd ? minute + minute / 10 : minute * 600);
            for (int i = 0; i < calls; i++) {
                told.begin("shared", "call-" + i);
            }
            if (nearTheEnd) {
                topology.pass(Duration.ofSeconds(55));
            }
            topology.drain();
            return told.costs(events, call -> "shared");
        }
    }
}
