package io.tollgate.benchmark;

import io.tollgate.phone.CallLoad;
import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.phone.TestUpstream;
import io.tollgate.testsupport.money.Tariff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * How exactly a call ends when its money does: from the instant up to which it is paid, reckoned from the 200's arrival at
 * the caller, to BYE at each phone. Once with an account for each call, then with three calls that share a balance, start
 * at different times and run on two gateways. Tollgate runs in processes of its own; the stamps are the kernel's.
 *
 * <p>Aim: never before the instant, and p99 at most 20 ms after it on a quiet machine of two cores.
 */
@Command(
        name = "balance-cut",
        description = "Time from the exact end of a call's money to BYE at both ends.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BalanceCutBenchmark implements Callable<Integer> {
    private static final Duration RINGING = Duration.ofMillis(20);
    private static final int REMEMBERED = 100_000;
    private static final long SECOND = 1_000; // micro-units
    private static final long CONNECT_FEE = 5 * SECOND;
    private static final List<Duration> ALONE = List.of(Duration.ZERO);
    private static final List<Duration> THREE =
            List.of(Duration.ZERO, Duration.ofMillis(1_370), Duration.ofMillis(2_710));

    @Option(
            names = "--calls",
            defaultValue = "100",
            description = "calls with a balance each (default ${DEFAULT-VALUE})")
    private int calls;

    @Option(names = "--seconds", defaultValue = "5", description = "that they can pay (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--rate", defaultValue = "10", description = "such calls a second (default ${DEFAULT-VALUE})")
    private double rate;

    @Option(
            names = "--shared",
            defaultValue = "20",
            description = "balances that three calls share at 3/1 (default ${DEFAULT-VALUE})")
    private int shared;

    @Option(
            names = "--long",
            defaultValue = "5",
            description = "balances that three calls share at 60/6, a minute and a half (default ${DEFAULT-VALUE})")
    private int minutes;

    @Option(
            names = "--warm-up",
            defaultValue = "20",
            description = "calls at each gateway that are not counted (default ${DEFAULT-VALUE})")
    private int warmUp;

    @Parameters(description = "after --: more options of tollgate up")
    private List<String> more = new ArrayList<>();

    private int faults;

    @Override
    public Integer call() {
        CallLoad.warmUp();
        try (TestUpstream upstream = TestUpstream.open("127.0.0.1", 0, RINGING, REMEMBERED);
                TollgateProcess tollgate = TollgateProcess.up(upstream.uri(), more);
                TollgateProcess other = tollgate.gateway("other-gateway", upstream.uri());
                Billing billing = new Billing(tollgate);
                Phone callers = Phone.of("callers").remembered(REMEMBERED).open()) {
            describe();
            List<Hop> gateways = List.of(Hop.udp(tollgate.ready("sip")), Hop.udp(other.ready("sip")));
            List<CutScenario> scenarios = scenarios();
            scenarios.forEach(scenario -> scenario.provision(billing));
            scenarios.forEach(scenario -> scenario.awaitProvisioned(billing));
            billing.awaitGateways(gateways.toArray(Hop[]::new));
            scenarios.get(0).run(callers, upstream, gateways.subList(0, 1));
            scenarios.get(1).run(callers, upstream, gateways.subList(1, 2));
            for (CutScenario scenario : scenarios.subList(2, scenarios.size())) {
                measure(scenario, tollgate, callers, upstream, gateways);
            }
            System.out.println(Surroundings.load());
        }
        return faults == 0 ? 0 : 1;
    }

    private void describe() {
        Surroundings.describe().forEach(System.out::println);
        System.out.println("command  benchmarks/run balance-cut --calls=" + calls + " --seconds=" + seconds + " --rate="
                + rate + " --shared=" + shared + " --long=" + minutes + " --warm-up=" + warmUp
                + (more.isEmpty() ? "" : " -- " + String.join(" ", more)));
    }

    /** The first two warm a gateway up each; of the others, those of which there are none are left out. */
    private List<CutScenario> scenarios() {
        Duration pause = Duration.ofNanos((long) (1e9 / rate));
        Tariff bySecond = Tariff.bySecond(SECOND);
        Tariff three = new Tariff(60 * SECOND, CONNECT_FEE, 3, 1);
        Tariff sixty = new Tariff(60 * SECOND, CONNECT_FEE, 60, 6);
        List<CutScenario> all = new ArrayList<>();
        all.add(new CutScenario("warm", bySecond, SECOND, warmUp, ALONE, pause));
        all.add(new CutScenario("warm-other", bySecond, SECOND, warmUp, ALONE, pause));
        all.add(new CutScenario("alone", bySecond, seconds * SECOND, calls, ALONE, pause));
        // Each first increment, and as much again as is shared out in increments whose turn it is.
        long beyond = 9 * SECOND;
        all.add(new CutScenario("short", three, 3 * three.price(0) + beyond, shared, THREE, pause.multipliedBy(3)));
        all.add(new CutScenario(
                "long", sixty, 3 * sixty.price(0) + 7 * sixty.price(1), minutes, THREE, pause.multipliedBy(3)));
        all.removeIf(scenario -> scenario.accounts() == 0 && !scenario.name().startsWith("warm"));
        return all;
    }

    private void measure(
            CutScenario scenario, TollgateProcess tollgate, Phone callers, TestUpstream upstream, List<Hop> gateways) {
        Optional<Capture> capture =
                Capture.begin(callers.address().getPort(), upstream.address().getPort());
        try {
            List<CutScenario.Group> groups = scenario.run(callers, upstream, gateways);
            List<CutCall> placed =
                    groups.stream().flatMap(group -> group.calls().stream()).toList();
            Stamps stamps = capture.map(tool -> Stamps.ofKernel(
                            tool.tool(),
                            tool.end(),
                            callers.address().getPort(),
                            upstream.address().getPort()))
                    .orElseGet(() -> Stamps.ofPhones(placed));
            CutReport report = new CutReport(scenario, groups, stamps);
            report.print();
            faults += report.faults();
            DueInstants.of(tollgate, scenario, groups).print();
            Spent.of(tollgate, scenario, groups).print();
        } finally {
            capture.ifPresent(Capture::close);
        }
    }
}
