package io.tollgate.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The datagrams of some UDP ports on loopback with the kernel's stamps, taken by whichever of the usual tools is here. A
 * phone's own stamp also holds the time that its thread waited for a processor; the kernel's does not.
 *
 * <p>For one thread.
 */
final class Capture implements AutoCloseable {
    private static final int BUFFER_KIB = 65_536;
    private static final int BUFFER_MIB = 64;
    private static final long STOPPING_SECONDS = 20;

    /** The tools come for what the kernel has stamped in blocks, and leave the last one behind if they end before. */
    private static final long READ_LATER_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Process process;
    private final Path file;
    private final String tool;

    private Capture(Process process, Path file, String tool) {
        this.process = process;
        this.file = file;
        this.tool = tool;
    }

    /** Begins; empty where no tool is installed, or where this user may not capture. */
    static Optional<Capture> begin(int... ports) {
        String filter = IntStream.of(ports).mapToObj(port -> "udp port " + port).collect(Collectors.joining(" or "));
        return begin("tcpdump", filter).or(() -> begin("dumpcap", filter));
    }

    private static Optional<Capture> begin(String tool, String filter) {
        try {
            Path file = Files.createTempFile("tollgate-benchmark", ".pcap");
            List<String> command = new ArrayList<>(List.of(tool, "-i", "lo", "-s", "0", "-w", file.toString()));
            if (tool.equals("tcpdump")) {
                command.addAll(List.of("-n", "-Z", "root", "-B", String.valueOf(BUFFER_KIB), filter));
            } else {
                command.addAll(List.of("-P", "-q", "-B", String.valueOf(BUFFER_MIB), "-f", filter));
            }
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            Capture capture = new Capture(process, file, tool);
            if (capture.awaitBegun()) {
                return Optional.of(capture);
            }
            capture.close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // not installed
        }
    }

    /** Both tools say where they listen or write to once they capture. */
    private boolean awaitBegun() throws IOException {
        var said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.contains("listening on") || line.startsWith("File: ")) {
                return true;
            }
        }
        return false;
    }

    String tool() {
        return tool;
    }

    /** Ends it and gives what was captured. */
    List<Datagram> end() {
        LockSupport.parkNanos(READ_LATER_NANOS);
        stop();
        try {
            return Datagram.readAll(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOPPING_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
