package io.tollgate.benchmark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A load by SIPp: a callee and callers in processes of their own, with the scenarios of {@code benchmarks/compare}. */
final class SippLoad implements Load {
    private static final String HOST = "127.0.0.1";
    private static final int MOST_LIVE = 30_000;
    private static final int PAUSE_MILLIS = 100;
    private static final int PATIENCE_SECONDS = 25;
    private static final long LISTENS_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private final Path directory;
    private final int callerPort = freePort();
    private final int calleePort = freePort();
    private int runs;

    SippLoad() {
        try {
            directory = Files.createTempDirectory("tollgate-sipp");
            List<String> lines = new ArrayList<>(List.of("SEQUENTIAL"));
            IntStream.range(0, USERS).forEach(n -> lines.add(Load.user(n) + ";4930%07d;".formatted(n)));
            Files.write(directory.resolve("users.csv"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path, "sipp")));
    }

    private static int freePort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String upstream() {
        return "sip:" + callee();
    }

    private String callee() {
        return HOST + ":" + calleePort;
    }

    @Override
    public Outcome run(String proxy, int rate, int seconds) {
        runs++;
        int calls = rate * seconds;
        Duration before = usedByChildren();
        Process callee = start("answerer", calleePort, List.of("-deadcall_wait", "2000"));
        LockSupport.parkNanos(LISTENS_AFTER_NANOS);
        Process callers = start(
                "caller",
                callerPort,
                List.of(
                        "-deadcall_wait",
                        "1000",
                        "-r",
                        String.valueOf(rate),
                        "-m",
                        String.valueOf(calls),
                        "-l",
                        String.valueOf(MOST_LIVE),
                        "-d",
                        String.valueOf(PAUSE_MILLIS),
                        "-inf",
                        directory.resolve("users.csv").toString(),
                        "-key",
                        "callee",
                        callee(),
                        "-cid_str",
                        "pipeline" + runs + "-%u-%p@" + HOST,
                        proxy));
        try {
            if (!callers.waitFor(seconds + seconds / 2 + PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                end(callers, "TERM");
            }
            end(callee, "USR1");
            List<List<String>> caller = rows("caller");
            List<List<String>> answerer = rows("answerer");
            return new Outcome(
                    calls,
                    (int) total(caller, "SuccessfulCall(C)"),
                    total(caller, "Retransmissions(C)") + total(answerer, "Retransmissions(C)"),
                    generated(caller, calls, rate),
                    usedByChildren().minus(before));
        } catch (InterruptedException e) {
            callers.destroyForcibly();
            callee.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Process start(String scenario, int port, List<String> more) {
        Path script = Path.of(TollgateProcess.home(), "benchmarks", "comparison", scenario + ".xml");
        List<String> command = new ArrayList<>(List.of(
                "sipp",
                "-sf",
                script.toString(),
                "-i",
                HOST,
                "-p",
                String.valueOf(port),
                "-trace_stat",
                "-stf",
                statistics(scenario).toString(),
                "-fd",
                "1",
                "-nostdin",
                "-buff_size",
                "4194304",
                "-max_socket",
                "64",
                "-timer_resol",
                "1"));
        command.addAll(more);
        try {
            Files.deleteIfExists(statistics(scenario));
            return new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve(scenario + ".log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path statistics(String scenario) {
        return directory.resolve(scenario + ".csv");
    }

    /** With USR1 it writes its last statistics. */
    private static void end(Process process, String signal) throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!process.waitFor(3, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Processor time of all processes that we started and that have ended: the kernel keeps it in two fields of ours. */
    private static Duration usedByChildren() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return ThreadTimes.TICK.multipliedBy(Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<List<String>> rows(String scenario) {
        try {
            return Files.readAllLines(statistics(scenario), StandardCharsets.ISO_8859_1).stream()
                    .map(line -> List.of(line.split(";")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long total(List<List<String>> rows, String column) {
        return Long.parseLong(rows.get(rows.size() - 1).get(rows.get(0).indexOf(column)));
    }

    /** The first sample and the last are of parts of a second. */
    private static double generated(List<List<String>> rows, int calls, int rate) {
        int created = rows.get(0).indexOf("TotalCallCreated");
        int sample = rows.get(0).indexOf("CallRate(P)");
        return rows.stream()
                .skip(3)
                .filter(row -> Integer.parseInt(row.get(created)) < calls)
                .mapToDouble(row -> Double.parseDouble(row.get(sample)))
                .average()
                .orElse(rate);
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
