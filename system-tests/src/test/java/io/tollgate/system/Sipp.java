package io.tollgate.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * SIPp, a load generator that others wrote, in a process of its own: what it says of Tollgate is said by a stranger. For
 * one thread; closing ends it.
 */
final class Sipp implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path directory;
    private final Path statistics;

    private Sipp(Process process, Path directory, Path statistics) {
        this.process = process;
        this.directory = directory;
        this.statistics = statistics;
    }

    /** A UDP port of this address that nobody has. */
    static int freePort(String host) {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers so many calls at once and ends when they have ended. */
    static Sipp callee(Path directory, String host, int port, int calls) {
        return start(directory, "uas", host, port, calls, List.of());
    }

    /** Places so many calls at this rate through a proxy to a callee, under Call-IDs that begin with {@code name}. */
    static Sipp callers(
            Path directory, String name, String host, int calls, int perSecond, String proxy, String callee) {
        Path users = directory.resolve("users.csv");
        try {
            List<String> lines = new ArrayList<>(List.of("SEQUENTIAL"));
            IntStream.range(0, 1_000).forEach(n -> lines.add("u%04d;4930%07d;".formatted(n, n)));
            Files.write(users, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return start(
                directory,
                "uac",
                host,
                freePort(host),
                calls,
                List.of(
                        "-r",
                        String.valueOf(perSecond),
                        "-l",
                        "20000",
                        "-inf",
                        users.toString(),
                        "-key",
                        "uasaddr",
                        callee,
                        "-cid_str",
                        name + "-%u-%p@%s",
                        "-rsa",
                        proxy,
                        callee));
    }

    /** Registers so many users through a proxy, over TCP, each answering a challenge. */
    static Sipp registrations(Path directory, String host, int users, int perSecond, String proxy) {
        Path credentials = directory.resolve("credentials.csv");
        try {
            List<String> lines = new ArrayList<>(List.of("SEQUENTIAL"));
            IntStream.range(0, users)
                    .mapToObj("sipp-%04d"::formatted)
                    .forEach(user -> lines.add("%s;[authentication username=%s password=%s];"
                            .formatted(user, user, Kamailio.password(user))));
            Files.write(credentials, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return start(
                directory,
                "register",
                host,
                freePort(host),
                users,
                List.of("-t", "t1", "-r", String.valueOf(perSecond), "-inf", credentials.toString(), proxy));
    }

    private static Sipp start(Path directory, String scenario, String host, int port, int calls, List<String> more) {
        Path script = directory.resolve(scenario + ".xml");
        Path statistics = directory.resolve(scenario + "-" + port + "-" + System.nanoTime() + ".csv");
        List<String> command = new ArrayList<>(List.of(
                "sipp",
                "-sf",
                script.toString(),
                "-i",
                host,
                "-p",
                String.valueOf(port),
                "-m",
                String.valueOf(calls),
                "-trace_stat",
                "-stf",
                statistics.toString(),
                "-fd",
                "1",
                "-nostdin",
                "-buff_size",
                "4194304",
                "-timer_resol",
                "1",
                "-deadcall_wait",
                "2000"));
        command.addAll(more);
        try (var text = Objects.requireNonNull(Sipp.class.getResourceAsStream("/sipp/" + scenario + ".xml"))) {
            Files.copy(text, script, StandardCopyOption.REPLACE_EXISTING);
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve(scenario + ".log").toFile())
                    .start();
            return new Sipp(process, directory, statistics);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has done its calls. */
    Sipp awaitDone() {
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("SIPp is not done after " + PATIENCE + ": " + this);
            }
            return this;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** A figure of its statistics, over all of its time; by the name of the column without {@code (C)}. */
    long total(String name) {
        try {
            List<String> lines = Files.readAllLines(statistics, StandardCharsets.ISO_8859_1);
            int column = List.of(lines.get(0).split(";")).indexOf(name + "(C)");
            return Long.parseLong(lines.get(lines.size() - 1).split(";")[column]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it counted, for a failed test. */
    @Override
    public String toString() {
        try {
            return Files.exists(statistics)
                    ? directory + "\n" + Files.readString(statistics, StandardCharsets.ISO_8859_1)
                    : directory + ": no statistics";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
