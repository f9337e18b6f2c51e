package io.tollgate.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel says of a process and of its UDP socket; Linux only. For one thread. */
final class Gauges {
    /**
     * At one moment.
     *
     * @param drops of this socket, since nobody took them in time
     */
    record Reading(long residentBytes, long threads, long drops) {}

    private final TollgateProcess process;
    private final String port;

    Gauges(TollgateProcess process, int udpPort) {
        this.process = process;
        this.port = String.format(":%04X", udpPort);
    }

    /** Of any process. */
    static long residentBytes(long pid) {
        return number(status(pid), "VmRSS:") << 10;
    }

    private static List<String> status(long pid) {
        return lines(Path.of("/proc", Long.toString(pid), "status"));
    }

    Reading read() {
        List<String> status = status(process.pid());
        String socket = lines(Path.of("/proc/net/udp")).stream()
                .filter(line -> line.strip().split("\\s+")[1].endsWith(port))
                .findFirst()
                .orElse(" 0");
        return new Reading(
                number(status, "VmRSS:") << 10,
                number(status, "Threads:"),
                Long.parseLong(socket.strip().replaceAll(".*\\s", "")));
    }

    private static long number(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
