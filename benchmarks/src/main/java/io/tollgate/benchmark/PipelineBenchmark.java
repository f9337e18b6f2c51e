package io.tollgate.benchmark;

import io.tollgate.Account;
import io.tollgate.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * How many calls a second all of Tollgate carries on this machine, broker, Streams, gateway and the load together, and
 * which part is the limit: a rising rate until a run is not clean, and whose threads the processors were given to.
 *
 * <p>Clean is a run in which fewer than one call in a thousand failed or did not finish, fewer than one in a thousand had a
 * message sent twice, the load kept its schedule, and Streams was less than a second behind at the end.
 */
@Command(
        name = "pipeline",
        description = "Highest clean rate of calls through all of Tollgate, and where the processor time goes.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PipelineBenchmark implements Callable<Integer> {
    private static final double MOST_BAD = 0.001;
    private static final double LEAST_GENERATED = 0.95;

    @Option(names = "--from", defaultValue = "200", description = "calls a second at first (default ${DEFAULT-VALUE})")
    private int from;

    @Option(names = "--step", defaultValue = "100", description = "more in each run (default ${DEFAULT-VALUE})")
    private int step;

    @Option(names = "--to", defaultValue = "10000", description = "at most (default ${DEFAULT-VALUE})")
    private int to;

    @Option(names = "--seconds", defaultValue = "20", description = "of each run (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "30",
            description = "seconds at the first rate that are not counted (default ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(
            names = "--metered",
            defaultValue = "50",
            description = "percent of the accounts; their calls wait for an Admission (default ${DEFAULT-VALUE})")
    private int metered;

    @Option(names = "--phones", description = "has our own phones call even where SIPp is installed")
    private boolean withPhones;

    @Parameters(description = "after --: more options of tollgate up")
    private List<String> more = new ArrayList<>();

    /** At the moment when the last call is placed: afterwards everybody catches up. */
    private record Last(long lag, ThreadTimes used) {}

    /** One run, with what is behind at its end. */
    private record Run(int rate, Load.Outcome outcome, double events, double secondsBehind, ThreadTimes used) {
        boolean isClean() {
            return outcome.bad() < MOST_BAD * outcome.calls()
                    && outcome.retransmissions() < MOST_BAD * outcome.calls()
                    && outcome.generated() > LEAST_GENERATED * rate
                    && secondsBehind < 1;
        }
    }

    @Override
    public Integer call() {
        Surroundings.describe().forEach(System.out::println);
        boolean isSipp = SippLoad.isInstalled() && !withPhones;
        System.out.println(
                "command  benchmarks/run pipeline --from=" + from + " --step=" + step + " --seconds=" + seconds
                        + " --warm-up=" + warmUp + " --metered=" + metered
                        + (more.isEmpty() ? "" : " -- " + String.join(" ", more)));
        System.out.println("options  TOLLGATE_JAVA_OPTS=" + System.getenv().getOrDefault("TOLLGATE_JAVA_OPTS", "")
                + "; load by " + (isSipp ? "SIPp" : "our own phones"));
        try (Load load = isSipp ? new SippLoad() : new PhoneLoad();
                TollgateProcess tollgate = TollgateProcess.up(load.upstream(), more);
                BrokerView view = new BrokerView(tollgate)) {
            provision(tollgate, view);
            load.run(tollgate.ready("sip"), from, warmUp);
            view.awaitRead(Topics.CALL_EVENTS);
            ramp(load, tollgate, view);
        }
        System.out.println(Surroundings.load());
        return 0;
    }

    private void provision(TollgateProcess tollgate, BrokerView view) {
        Accounts book = new Accounts(Load.USERS, metered);
        try (InputPublisher inputs = new InputPublisher(tollgate)) {
            inputs.publish(Topics.RATES, Accounts.RATE_KEY, Accounts.rate());
            for (int i = 0; i < book.size(); i++) {
                Account account = Account.newBuilder(book.record(i))
                        .setAccount(Load.user(i))
                        .setTrunks(List.of("127.0.0.1/32"))
                        .build();
                inputs.publish(Topics.ACCOUNTS, Load.user(i), account);
            }
            inputs.flush();
        }
        view.awaitRead(Topics.ACCOUNTS);
        view.awaitQuiet();
    }

    /** Up to the first rate that is not clean twice: a machine that others use has its moments. */
    private void ramp(Load load, TollgateProcess tollgate, BrokerView view) {
        Run best = null;
        Run worst = null;
        for (int rate = from; rate <= to; rate += step) {
            Run run = run(load, tollgate, view, rate);
            if (!run.isClean()) {
                run = run(load, tollgate, view, rate);
            }
            if (!run.isClean()) {
                worst = run;
                break;
            }
            best = run;
        }
        if (best != null) {
            System.out.println("highest clean rate " + best.rate() + " calls/s; of one processor there:");
            print(best);
        }
        if (worst != null) {
            System.out.println("not clean at " + worst.rate() + " calls/s; of one processor there:");
            print(worst);
        }
    }

    private void print(Run run) {
        run.used().print(ThreadGroups.ALL, seconds);
        System.out.printf("  %-28s %6.1f%%%n", "load", run.outcome().used().toNanos() / 1e7 / seconds);
    }

    private Run run(Load load, TollgateProcess tollgate, BrokerView view, int rate) {
        long before = view.end(Topics.CALL_EVENTS);
        ThreadTimes usedBefore = ThreadTimes.read(tollgate.pid());
        CompletableFuture<Last> looking = CompletableFuture.supplyAsync(
                () -> new Last(view.lag(Topics.CALL_EVENTS), ThreadTimes.read(tollgate.pid())),
                CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS));
        Load.Outcome outcome = load.run(tollgate.ready("sip"), rate, seconds);
        Last last = looking.join();
        double behind = last.lag() / (double) (rate * ToldCalls.EVENTS);
        ThreadTimes used = last.used().minus(usedBefore);
        view.awaitRead(Topics.CALL_EVENTS);
        Run run = new Run(
                rate, outcome, (view.end(Topics.CALL_EVENTS) - before) / (double) outcome.calls(), behind, used);
        System.out.printf(
                "%5d calls/s  %s  failed or unfinished %d of %d, retransmissions %d, generated %.0f/s, events for each call %.2f, Streams %.1f s behind, processor time %.2f s for 1,000 calls%n",
                rate,
                run.isClean() ? "clean    " : "not clean",
                outcome.bad(),
                outcome.calls(),
                outcome.retransmissions(),
                outcome.generated(),
                run.events(),
                behind,
                used.total().toMillis() / (double) outcome.calls());
        return run;
    }
}
