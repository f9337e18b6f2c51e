package io.tollgate.benchmark;

import io.tollgate.benchmark.micro.SampleAttempts;
import io.tollgate.gateway.admission.Attempt;
import io.tollgate.gateway.admission.Gatekeeper;
import io.tollgate.gateway.admission.RefusalCodes;
import io.tollgate.gateway.admission.Ruling;
import io.tollgate.gateway.identity.UnknownAccounts;
import io.tollgate.gateway.kafka.FedBlacklist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The process that {@link BlacklistBenchmark} measures: a blacklist that is asked without a pause while it is filled and changed. */
final class BlacklistReload {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant NEVER = Instant.parse("2126-01-01T00:00:00Z");
    private static final Duration REST = Duration.ofSeconds(5);

    private final FedBlacklist fed;
    private final int entries;
    private final Asking asking;
    private final GcPauses pauses = new GcPauses();

    private BlacklistReload(FedBlacklist fed, int entries) {
        this.fed = fed;
        this.entries = entries;
        Gatekeeper gatekeeper = new Gatekeeper(fed.blacklist(), RefusalCodes.DEFAULTS, UnknownAccounts.ADMIT);
        Attempt[] attempts = SampleAttempts.admitted(entries);
        this.asking = new Asking(number -> gatekeeper.attempt(attempts[number % attempts.length], NOW) == Ruling.ADMIT);
    }

    /** Its only argument is the number of entries. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("tollgate-blacklist");
        try (FedBlacklist fed = new FedBlacklist(directory)) {
            new BlacklistReload(fed, Integer.parseInt(arguments[0])).run();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        }
    }

    private void run() {
        asking.start();
        System.out.printf(
                "%-34s %8s %10s %10s %10s %8s %8s %10s  %s%n",
                "", "seconds", "mean ns", "gap ms", ">1 ms", ">5 ms", ">10 ms", "records/s", "collections");
        Runnable rest = () -> LockSupport.parkNanos(REST.toNanos());
        phase("at rest, no entries", 0, rest);
        memory("without entries");
        phase("filled", entries, () -> fed.read(0, entries, NEVER));
        memory("with " + entries);
        phase("at rest", 0, rest);
        phase("rewritten", entries, () -> fed.read(0, entries, NEVER.plusSeconds(1)));
        phase("exchanged for others", 2 * entries, () -> {
            int half = entries / 10;
            for (int i = 0; i < entries; i += half) {
                fed.readRemoved(i, half);
                fed.read(entries + i, half, NEVER);
            }
        });
        memory("with " + fed.blacklist().size());
        phase("at rest", 0, rest);
        asking.stop();
    }

    private void phase(String name, int records, Runnable work) {
        pauses.reset();
        asking.reset();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        Asking.Seen seen = asking.reset();
        if (seen.unexpected() > 0) {
            throw new IllegalStateException(seen.unexpected() + " calls were refused that nothing forbids");
        }
        System.out.printf(
                Locale.ROOT,
                "%-34s %8.1f %10.0f %10.1f %10d %8d %8d %10.0f  %s%n",
                name,
                seconds,
                seen.meanNanos(),
                seen.longestNanos() / 1e6,
                seen.above(1),
                seen.above(5),
                seen.above(10),
                records / seconds,
                pauses);
    }

    private static void memory(String when) {
        long pid = ProcessHandle.current().pid();
        LiveHeap heap = LiveHeap.of(pid);
        System.out.printf(
                "  heap %s: %d MiB live; RSS %d MiB%n", when, heap.bytes() >> 20, Gauges.residentBytes(pid) >> 20);
    }
}
