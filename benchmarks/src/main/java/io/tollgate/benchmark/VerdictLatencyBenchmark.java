package io.tollgate.benchmark;

import io.tollgate.phone.CallEnd;
import io.tollgate.phone.CallLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * How long a verdict takes: from Kafka's acknowledgement to its sender until BYE is at the phones' sockets, with
 * verdicts on schedule, one for each call, while others stay up. Tollgate runs in a process of its own; phones and the
 * sender of verdicts share this one, and so one clock.
 *
 * <p>Aim: p50 at most 20 ms and p99 at most 60 ms on a quiet machine of two cores.
 */
@Command(
        name = "verdict-latency",
        description = "Time from a verdict's acknowledgement to BYE at both ends.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class VerdictLatencyBenchmark implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Option(names = "--calls", defaultValue = "200", description = "live calls (default ${DEFAULT-VALUE})")
    private int calls;

    @Option(names = "--rate", defaultValue = "10", description = "verdicts a second (default ${DEFAULT-VALUE})")
    private double rate;

    @Option(names = "--seconds", defaultValue = "60", description = "how long (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "30", description = "verdicts not counted (default ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(
            names = "--idle",
            defaultValue = "5",
            description = "verdicts after 5 s of silence (default ${DEFAULT-VALUE})")
    private int idle;

    @Parameters(description = "after --: more options of tollgate up")
    private List<String> more = new ArrayList<>();

    private static final Duration SILENCE = Duration.ofSeconds(5);

    /** Instants of one verdict, in {@link System#nanoTime()}. */
    private record Shot(long sent, long acknowledged, long byeAtCaller, long byeAtCallee) {
        long acknowledgement() {
            return acknowledged - sent;
        }

        long caller() {
            return byeAtCaller - acknowledged;
        }

        long callee() {
            return byeAtCallee - acknowledged;
        }

        long bothEnds() {
            return Math.max(caller(), callee());
        }
    }

    @Override
    public Integer call() {
        CallLoad.warmUp();
        try (LiveCalls live = new LiveCalls();
                TollgateProcess tollgate = TollgateProcess.up(live.upstreamUri(), more)) {
            live.through(tollgate.ready("sip"));
            try (VerdictPublisher fraud = new VerdictPublisher(tollgate.ready("kafka"), tollgate.ready("registry"))) {
                measure(live, fraud, tollgate);
            }
        }
        return 0;
    }

    private void measure(LiveCalls live, VerdictPublisher fraud, TollgateProcess tollgate) {
        Surroundings.describe().forEach(System.out::println);
        System.out.println(
                "command  benchmarks/run verdict-latency --calls=" + calls + " --rate=" + rate + " --seconds=" + seconds
                        + " --warm-up=" + warmUp + (more.isEmpty() ? "" : " -- " + String.join(" ", more)));
        live.place();
        row("first verdict", List.of(shoot(live.next(), fraud).join()), Shot::bothEnds);
        for (int i = 0; i < calls; i++) {
            live.place();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        row("warming up", run(warmUp, 1e9 / rate, live, fraud), Shot::bothEnds);
        Duration usedBefore = tollgate.processorTime();
        List<Shot> shots = run((int) (seconds * rate), 1e9 / rate, live, fraud);
        Duration used = tollgate.processorTime().minus(usedBefore);
        row("to acknowledge", shots, Shot::acknowledgement);
        row("BYE at caller", shots, Shot::caller);
        row("BYE at callee", shots, Shot::callee);
        row("BYE at both", shots, Shot::bothEnds);
        System.out.printf(
                "processor time  %.1f ms for each verdict and call%n", used.toMillis() / (double) shots.size());
        if (idle > 0) {
            row("after silence", run(idle, SILENCE.toNanos(), live, fraud), Shot::bothEnds);
        }
        System.out.println("retransmissions " + live.retransmissions());
        System.out.println(Surroundings.load());
    }

    /** Verdicts on schedule; a new call half way between two, so that there are always as many. */
    private static List<Shot> run(int count, double pauseNanos, LiveCalls live, VerdictPublisher fraud) {
        List<CompletableFuture<Shot>> shots = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            LiveCalls.BothEnds call = live.next();
            parkUntil(start + (long) (i * pauseNanos));
            shots.add(shoot(call, fraud));
            parkUntil(start + (long) ((i + 0.5) * pauseNanos));
            live.place();
        }
        return shots.stream()
                .map(shot -> shot.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .join())
                .toList();
    }

    private static CompletableFuture<Shot> shoot(LiveCalls.BothEnds call, VerdictPublisher fraud) {
        long sent = System.nanoTime();
        CompletableFuture<Long> acknowledged = fraud.terminate(call.caller().callId());
        CompletableFuture<CallEnd> caller = call.caller().ended();
        CompletableFuture<CallEnd> callee = call.callee().ended();
        return CompletableFuture.allOf(acknowledged, caller, callee)
                .thenApply(all -> new Shot(
                        sent,
                        acknowledged.join(),
                        caller.join().at().nanos(),
                        callee.join().at().nanos()));
    }

    private static void parkUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void row(String what, List<Shot> shots, ToLongFunction<Shot> figure) {
        System.out.printf("%-15s %s%n", what, new Percentiles(shots.stream().mapToLong(figure)));
    }
}
