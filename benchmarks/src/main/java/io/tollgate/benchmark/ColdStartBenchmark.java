package io.tollgate.benchmark;

import io.tollgate.phone.CallLoad;
import io.tollgate.phone.Hop;
import io.tollgate.phone.LoadResult;
import io.tollgate.phone.Phone;
import io.tollgate.phone.TestUpstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What the first callers after a start get: a load that begins with the ready line. A JVM that runs its code for the
 * first time is slow, and what is later than 500 ms is sent again.
 */
@Command(
        name = "cold-start",
        description = "Set-up times and retransmissions of the first calls after the ready line.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ColdStartBenchmark implements Callable<Integer> {
    private static final Duration RINGING = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final double LATE_MILLIS = 100;

    @Option(names = "--calls", defaultValue = "200", description = "in each round (default ${DEFAULT-VALUE})")
    private int calls;

    @Option(names = "--rate", defaultValue = "200", description = "calls a second (default ${DEFAULT-VALUE})")
    private double rate;

    @Option(names = "--rounds", defaultValue = "5", description = "one after the other (default ${DEFAULT-VALUE})")
    private int rounds;

    @Parameters(description = "after --: more options of tollgate up")
    private List<String> more = new ArrayList<>();

    @Override
    public Integer call() {
        CallLoad.warmUp();
        try (TestUpstream upstream = TestUpstream.open("127.0.0.1", 0, RINGING, 50_000);
                TollgateProcess tollgate = TollgateProcess.up(upstream.uri(), more);
                Phone callers = Phone.of("callers")
                        .proxy(Hop.udp(tollgate.ready("sip")))
                        .open()) {
            Surroundings.describe().forEach(System.out::println);
            for (int round = 1; round <= rounds; round++) {
                round(round, callers, upstream);
            }
            System.out.println(Surroundings.load());
        }
        return 0;
    }

    private void round(int round, Phone callers, TestUpstream upstream) {
        long repeatsBefore = upstream.transcript().repeatsSent();
        LoadResult result = CallLoad.of(callers, calls)
                .perSecond(rate)
                .holding(Duration.ofMillis(100))
                .start()
                .awaitEnded(PATIENCE)
                .result();
        Percentiles setUp = new Percentiles(result.byCallId().values().stream()
                .map(LoadResult.Times::setUp)
                .filter(Objects::nonNull)
                .mapToLong(time -> time.minus(RINGING).toNanos()));
        System.out.printf(
                "round %d  set-up beyond ringing: %s; later than %.0f ms: %d; failed %d; retransmitted by callers %d, by upstream %d%n",
                round,
                setUp,
                LATE_MILLIS,
                setUp.above(LATE_MILLIS),
                result.failed(),
                result.repeatsSent(),
                upstream.transcript().repeatsSent() - repeatsBefore);
    }
}
