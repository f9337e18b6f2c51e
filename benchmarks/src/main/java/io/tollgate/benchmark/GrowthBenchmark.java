package io.tollgate.benchmark;

import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What an event of a call costs Streams with more accounts, more live calls, and more calls of its account; no broker. The
 * application runs whole, with its stores as they are shipped, in this process.
 *
 * <p>Aim: as much with 1,000,000 accounts as with one, with 100,000 live calls as with 10, with 10,000 calls of the account
 * as with one.
 */
@Command(
        name = "growth",
        description = "Cost of an event by accounts, live calls, and calls of its account; no broker.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class GrowthBenchmark implements Callable<Integer> {
    private static final int ALL_METERED = 100;

    /** A prime: the accounts whose calls are measured lie all over the store. */
    private static final int STRIDE = 7_919;

    @Option(
            names = "--accounts",
            split = ",",
            defaultValue = "1,1000,1000000",
            description = "metered accounts, events of all of them (default ${DEFAULT-VALUE})")
    private List<Integer> accounts;

    @Option(
            names = "--live",
            split = ",",
            defaultValue = "10,1000,100000",
            description = "live calls, each of an account of its own (default ${DEFAULT-VALUE})")
    private List<Integer> live;

    @Option(
            names = "--shared",
            split = ",",
            defaultValue = "1,100,10000",
            description = "live calls of the account that the events are of (default ${DEFAULT-VALUE})")
    private List<Integer> shared;

    @Option(names = "--events", defaultValue = "20000", description = "measured each (default ${DEFAULT-VALUE})")
    private int events;

    /** A state of the application: so many accounts, so many live calls of them in turn. */
    private record State(int accounts, int calls) {}

    @Override
    public Integer call() {
        Surroundings.describe().forEach(System.out::println);
        System.out.println("command  benchmarks/run growth --accounts=" + joined(accounts) + " --live=" + joined(live)
                + " --shared=" + joined(shared) + " --events=" + events);
        cost(new State(10, 10)); // to compile it
        rows("accounts", accounts, size -> new State(size, 0));
        rows("live calls", live, size -> new State(size, size));
        rows("calls of the account", shared, size -> new State(1, size));
        System.out.println(Surroundings.load());
        return 0;
    }

    private static String joined(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private void rows(String what, List<Integer> sizes, IntFunction<State> state) {
        double first = 0;
        for (int size : sizes) {
            Percentiles cost = cost(state.apply(size));
            first = first == 0 ? cost.at(0.5) : first;
            System.out.printf(
                    "event  %,9d %-21s %s; median %.2f times the first%n", size, what, cost, cost.at(0.5) / first);
        }
    }

    private Percentiles cost(State state) {
        Accounts book = new Accounts(state.accounts(), ALL_METERED);
        try (DrivenTopology topology = new DrivenTopology()) {
            DrivenCalls told = new DrivenCalls(topology);
            topology.send(Topics.RATES, Accounts.RATE_KEY, Accounts.rate());
            for (int i = 0; i < book.size(); i++) {
                topology.send(Topics.ACCOUNTS, Accounts.name(i), book.record(i));
            }
            for (int i = 0; i < state.calls(); i++) {
                told.begin(Accounts.name(i % book.size()), "call-" + i);
            }
            topology.pass(Duration.ofSeconds(1));
            topology.drain();
            return told.costs(events, call -> Accounts.name((int) ((long) call * STRIDE % book.size())));
        }
    }
}
