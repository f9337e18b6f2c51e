package io.tollgate.benchmark;

import io.tollgate.benchmark.lean.LeanCallees;
import io.tollgate.benchmark.lean.LeanCallers;
import io.tollgate.phone.Hop;
import io.tollgate.schemas.setting.HostPort;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What a live call costs a gateway in memory, and what a call more costs it in processor time with so many others alive:
 * of many accounts, then of one. The gateway is a process of its own beside an {@code up} that has Kafka and Streams;
 * every call is of a proven account and is told to Kafka.
 *
 * <p>Aims: 100,000 live calls within 1 GB of resident memory; a call costs as much with 100,000 alive as with 10.
 */
@Command(
        name = "live-calls",
        description =
                "Memory of a gateway by live calls, and the cost of a call by live calls, and by those of its account.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class LiveCallsBenchmark implements Callable<Integer> {
    private static final String MANY = "127.0.0.5";
    private static final String ONE = "127.0.0.6";
    private static final int ACCOUNTS = 1_000;
    private static final int LIMIT = 1_000_000;
    private static final Duration HELD = Duration.ofMillis(200);

    /** Beyond the 32 s that an ended call answers what comes late. */
    private static final Duration FORGOTTEN = Duration.ofSeconds(40);

    @Option(
            names = "--levels",
            split = ",",
            defaultValue = "10,1000,10000,100000",
            description = "live calls of many accounts (default ${DEFAULT-VALUE})")
    private List<Integer> levels = new ArrayList<>();

    @Option(
            names = "--account-levels",
            split = ",",
            defaultValue = "1,100,10000",
            description = "then of one account (default ${DEFAULT-VALUE})")
    private List<Integer> accountLevels = new ArrayList<>();

    @Option(names = "--ramp", defaultValue = "500", description = "calls a second (default ${DEFAULT-VALUE})")
    private int ramp;

    @Option(names = "--rate", defaultValue = "200", description = "measured calls a second (default ${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", defaultValue = "10", description = "of each measurement (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--classes", defaultValue = "15", description = "shown of the heap (default ${DEFAULT-VALUE})")
    private int classes;

    @Option(
            names = "--java-options",
            defaultValue = "-Xmx640m",
            description = "of the gateway's JVM (default ${DEFAULT-VALUE})")
    private String javaOptions;

    @Parameters(description = "after --: more options of tollgate gateway")
    private List<String> more = new ArrayList<>();

    @Override
    public Integer call() {
        // Its sources are known to the operator: a load generator of 500 calls a second looks like an attack.
        List<String> options = new ArrayList<>(List.of("--max-calls=250000", "--source-exempt-networks=127.0.0.0/8"));
        options.addAll(more);
        try (LeanCallees callees = LeanCallees.open("127.0.0.1");
                TollgateProcess up = TollgateProcess.up(callees.uri(), List.of());
                TollgateProcess gateway = up.gateway("live-calls", callees.uri(), javaOptions, options);
                Billing billing = new Billing(up)) {
            for (int i = 0; i < ACCOUNTS; i++) {
                billing.trunk("customer-" + i, MANY, LIMIT);
            }
            billing.trunk("one", ONE, LIMIT);
            billing.awaitGateways(Hop.udp(gateway.ready("sip")));
            Surroundings.describe().forEach(System.out::println);
            System.out.println("gateway  " + javaOptions + " " + String.join(" ", options));
            InetSocketAddress sip = HostPort.parse(gateway.ready("sip")).toSocketAddress();
            LoadedGateway loaded = new LoadedGateway(gateway, rate, seconds);
            try (LeanCallers many = LeanCallers.open(MANY, sip, number -> "customer-" + number % ACCOUNTS)) {
                loaded.load(many, rate * seconds * 4, ramp, HELD);
                pause(FORGOTTEN);
                LiveHeap empty = loaded.heap();
                LiveHeap full = grow("of many accounts", loaded, many, levels, empty);
                print(full.since(empty), levels.get(levels.size() - 1));
                end(loaded, many, empty);
            }
            try (LeanCallers one = LeanCallers.open(ONE, sip, number -> "one")) {
                LiveHeap empty = loaded.heap();
                grow("of one account", loaded, one, accountLevels, empty);
            }
            System.out.println(Surroundings.load());
        }
        return 0;
    }

    private LiveHeap grow(String whose, LoadedGateway loaded, LeanCallers callers, List<Integer> live, LiveHeap empty) {
        System.out.printf(
                "%-24s %8s %10s %10s %12s %12s %10s  %s%n",
                "live calls " + whose,
                "RSS MiB",
                "heap MiB",
                "heap/call",
                "idle ms/s",
                "ms/call",
                "ratio",
                "set-up of calls more");
        LiveHeap heap = empty;
        double first = Double.NaN;
        for (int level : live) {
            int missing = level - callers.live();
            loaded.load(callers, missing, ramp, null);
            pause(FORGOTTEN); // their INVITEs' transactions end too
            heap = loaded.heap();
            LoadedGateway.Cost cost = loaded.cost(callers, HELD);
            first = Double.isNaN(first) ? cost.millisForCall() : first;
            System.out.printf(
                    "%-24d %8d %10d %10d %12.1f %12.3f %10.2f  %s%n",
                    callers.live(),
                    loaded.residentBytes() >> 20,
                    heap.bytes() >> 20,
                    (heap.bytes() - empty.bytes()) / Math.max(1, level),
                    cost.idleMillisPerSecond(),
                    cost.millisForCall(),
                    cost.millisForCall() / first,
                    cost.setUp());
        }
        return heap;
    }

    private void end(LoadedGateway loaded, LeanCallers callers, LiveHeap empty) {
        callers.hangUp(ramp * 2.0).join();
        loaded.awaitSettled(callers);
        pause(FORGOTTEN);
        LiveHeap after = loaded.heap();
        System.out.printf(
                "all ended: heap %d MiB, %d KiB above what it was; RSS %d MiB%n",
                after.bytes() >> 20, after.bytes() - empty.bytes() >> 10, loaded.residentBytes() >> 20);
    }

    private void print(List<LiveHeap.Row> grown, int live) {
        System.out.printf(
                "%12s %10s  class, by what %d live calls have more of than none%n", "bytes/call", "a call", live);
        grown.stream()
                .limit(classes)
                .forEach(row -> System.out.printf(
                        "%12.1f %10.2f  %s%n",
                        row.bytes() / (double) live, row.instances() / (double) live, row.name()));
    }

    private static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
