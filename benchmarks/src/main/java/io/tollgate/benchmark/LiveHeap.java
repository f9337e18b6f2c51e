package io.tollgate.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is reachable in the heap of a JVM, by class, right after a full collection. Immutable. */
record LiveHeap(long bytes, List<Row> rows) {
    /** Instances of one class; those that take most come first. */
    record Row(String name, long instances, long bytes) {}

    private static final Pattern ROW = Pattern.compile(" *\\d+: +(\\d+) +(\\d+) +(\\S+).*");

    /** Asks by the JDK's {@code jcmd}. */
    static LiveHeap of(long pid) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            return read(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LiveHeap read(String histogram) {
        List<Row> rows = new ArrayList<>();
        histogram
                .lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row ->
                        rows.add(new Row(row.group(3), Long.parseLong(row.group(1)), Long.parseLong(row.group(2)))));
        if (rows.isEmpty()) {
            throw new IllegalStateException("no histogram: " + histogram);
        }
        return new LiveHeap(rows.stream().mapToLong(Row::bytes).sum(), rows);
    }

    /** What one has more of than another, those first that grew most. */
    List<Row> since(LiveHeap before) {
        return rows.stream()
                .map(row -> before.rows.stream()
                        .filter(other -> other.name.equals(row.name))
                        .findFirst()
                        .map(other -> new Row(row.name, row.instances - other.instances, row.bytes - other.bytes))
                        .orElse(row))
                .sorted((one, other) -> Long.compare(other.bytes, one.bytes))
                .toList();
    }
}
