package io.tollgate.benchmark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code ./tollgate up}, or one part of it, as anybody would start it, on free ports and a data directory of its own that
 * goes with it. Its log goes where ours goes.
 *
 * <p>For one thread.
 */
final class TollgateProcess implements AutoCloseable {
    private static final long STOPPING_SECONDS = 40;

    private final Process process;
    private final Path data;
    private final boolean isTemporary;
    private final Map<String, String> ready = new HashMap<>();

    private TollgateProcess(Process process, Path data, boolean isTemporary) {
        this.process = process;
        this.data = data;
        this.isTemporary = isTemporary;
    }

    /** Starts it and waits until it is ready. */
    static TollgateProcess up(String upstream, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of(
                "up",
                "--sip=127.0.0.1:0",
                "--kafka=127.0.0.1:0",
                "--registry=http://127.0.0.1:0",
                "--http=127.0.0.1:0",
                "--upstream=" + upstream));
        arguments.addAll(more);
        return start(arguments, temporary(), true, "");
    }

    /** Starts another gateway of this one's cluster and waits until it is ready. */
    TollgateProcess gateway(String id, String upstream) {
        return gateway(id, upstream, "", List.of());
    }

    /** Likewise in a JVM with these options. */
    TollgateProcess gateway(String id, String upstream, String javaOptions, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of(
                "gateway",
                "--sip=127.0.0.1:0",
                "--gateway-http=off",
                "--gateway-id=" + id,
                "--kafka=" + ready("kafka"),
                "--registry=" + ready("registry"),
                "--secret-file=" + data.resolve("secret"),
                "--upstream=" + upstream));
        arguments.addAll(more);
        return start(arguments, temporary(), true, javaOptions);
    }

    /** A broker and a registry alone. */
    static TollgateProcess broker() {
        Path data = temporary();
        return run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseG1GC",
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerMain.class.getName(),
                        data.toString()),
                data,
                true,
                "");
    }

    /**
     * Starts a streams instance on this broker and waits until it is ready.
     *
     * @param directory for its files, which are there until the broker is closed: the next one of the same name finds them
     */
    TollgateProcess streams(String directory, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of(
                "streams", "--http=127.0.0.1:0", "--kafka=" + ready("kafka"), "--registry=" + ready("registry")));
        arguments.addAll(more);
        return start(arguments, data.resolve(directory), false, "");
    }

    private static TollgateProcess start(List<String> arguments, Path data, boolean isTemporary, String javaOptions) {
        List<String> command =
                new ArrayList<>(List.of(Path.of(home(), "tollgate").toString(), arguments.get(0), "--data=" + data));
        command.addAll(arguments.subList(1, arguments.size()));
        return run(command, data, isTemporary, javaOptions);
    }

    private static TollgateProcess run(List<String> command, Path data, boolean isTemporary, String javaOptions) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .merge("TOLLGATE_JAVA_OPTS", javaOptions, (given, added) -> String.join(" ", given, added));
        try {
            TollgateProcess tollgate = new TollgateProcess(builder.start(), data, isTemporary);
            tollgate.awaitReady();
            return tollgate;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("tollgate-benchmark");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The repository. */
    static String home() {
        return System.getProperty("tollgate.home", new File("").getAbsolutePath());
    }

    private void awaitReady() throws IOException {
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        String start = "Tollgate is ready: ";
        if (line == null || !line.startsWith(start)) {
            close();
            throw new IllegalStateException("Tollgate did not start: " + line);
        }
        for (String field : line.substring(start.length()).split(" ")) {
            int equals = field.indexOf('=');
            ready.put(field.substring(0, equals), field.substring(equals + 1));
        }
    }

    /** A field of the ready line. */
    String ready(String field) {
        String value = ready.get(field);
        if (value == null) {
            throw new IllegalStateException("no " + field + " in the ready line " + ready);
        }
        return value;
    }

    /** Where its files are. */
    Path data() {
        return data;
    }

    /** Its number, for what the kernel says of it. */
    long pid() {
        return process.pid();
    }

    /** Processor time that it has used so far: what a busy machine does not falsify. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOPPING_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        if (!isTemporary) {
            return;
        }
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
