package io.tollgate.system;

import io.tollgate.testsupport.scenario.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The {@code tollgate} command in a JVM of its own, as the script would start it, with what it says. Reads its output on
 * two threads; everything else from the test's. Closing kills what is still alive.
 */
public final class TollgateProcess implements AutoCloseable {

    /** A busy machine takes its time; nobody waits that long when all is well. */
    public static final Duration STARTING = Duration.ofMinutes(4);

    private static final Duration STOPPING = Duration.ofSeconds(40);

    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final List<Thread> readers;

    private TollgateProcess(Process process) {
        this.process = process;
        this.readers = List.of(reader(process.getInputStream(), out), reader(process.getErrorStream(), err));
    }

    /** Starts the command with these arguments and nothing of ours in its environment. */
    public static TollgateProcess start(String... arguments) {
        return start(Map.of(), arguments);
    }

    public static TollgateProcess start(Map<String, String> environment, String... arguments) {
        return start("io.tollgate.launcher.Tollgate", environment, arguments);
    }

    /** Starts a class of ours that speaks as the command does. */
    static TollgateProcess start(String main, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // processes of tests live too short for the better compiler
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("TOLLGATE_"));
        builder.environment().putAll(environment);
        try {
            return new TollgateProcess(builder.start());
        } catch (IOException e) {
            throw new AssertionError("cannot start " + command, e);
        }
    }

    /** {@code up} on free ports. */
    public static TollgateProcess up(Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "up",
                "--data=" + data,
                "--sip=127.0.0.1:0",
                "--kafka=127.0.0.1:0",
                "--registry=http://127.0.0.1:0",
                "--http=127.0.0.1:0"));
        if (Stream.of(more).noneMatch(argument -> argument.startsWith("--partitions="))) {
            arguments.add("--partitions=3"); // enough to tell them apart, and quicker to make than 12
        }
        arguments.addAll(List.of(more));
        return start(arguments.toArray(String[]::new));
    }

    private static Thread reader(InputStream stream, List<String> lines) {
        Thread thread = new Thread(
                () -> {
                    try (var text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        text.lines().forEach(lines::add);
                    } catch (IOException | UncheckedIOException e) {
                        lines.add("(output lost: " + e + ")");
                    }
                },
                "tollgate-output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits for the ready line and gives its fields by name. */
    public Map<String, String> awaitReady() {
        Await.until("the ready line", STARTING, () -> !out.isEmpty() || !process.isAlive(), this::said);
        if (out.isEmpty() || !out.get(0).startsWith("Tollgate is ready: ")) {
            throw new AssertionError("no ready line; " + said());
        }
        Map<String, String> fields = new HashMap<>();
        for (String field : out.get(0).substring("Tollgate is ready: ".length()).split(" ")) {
            int equals = field.indexOf('=');
            if (fields.put(field.substring(0, equals), field.substring(equals + 1)) != null) {
                throw new AssertionError("a name twice in the ready line; " + said());
            }
        }
        return fields;
    }

    /** Waits for a line on standard error that has this in it. */
    public void awaitError(String part) {
        Await.until(
                "'" + part + "' on standard error",
                STARTING,
                () -> err.stream().anyMatch(line -> line.contains(part)),
                this::said);
    }

    /** SIGTERM; gives the status. */
    public int stop() {
        process.destroy();
        return awaitStatus(STOPPING);
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        awaitStatus(STOPPING);
    }

    /** SIGSTOP: it does nothing until {@link #goOn}. */
    void pause() {
        signal("STOP");
    }

    /** SIGCONT. */
    void goOn() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int status = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new AssertionError("kill -" + name + " left with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Waits for the process to end by itself; gives the status. */
    public int awaitStatus() {
        return awaitStatus(STARTING);
    }

    private int awaitStatus(Duration within) {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still runs after " + within + "; " + said());
            }
            for (Thread reader : readers) {
                reader.join(STOPPING.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return process.exitValue();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Lines on standard output so far. */
    public List<String> out() {
        return List.copyOf(out);
    }

    /** Lines on standard error so far. */
    public List<String> err() {
        return List.copyOf(err);
    }

    private String said() {
        return "standard output " + out + "\nstandard error\n" + String.join("\n", err);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
