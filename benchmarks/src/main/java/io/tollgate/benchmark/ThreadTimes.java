package io.tollgate.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What each thread of a process has used of the processors, by the kernel's count, under its name in Java: the kernel knows
 * the first fifteen letters only, and there all Kafka clients are one. Linux and a JDK. Immutable.
 */
final class ThreadTimes {
    /** What the kernel counts processor time in, for those who ask it by files. */
    static final Duration TICK = Duration.ofMillis(10);

    private static final Pattern NAMED = Pattern.compile("^\"(.*)\" .*\\bnid=(0x[0-9a-f]+|\\d+)\\b.*");

    private final Map<String, Duration> byName;

    private ThreadTimes(Map<String, Duration> byName) {
        this.byName = byName;
    }

    /** So far; asks the JVM for its threads' names, which stops it for a moment. */
    static ThreadTimes read(long pid) {
        Map<Long, String> names = names(pid);
        Map<String, Duration> byName = new HashMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            tasks.forEach(task -> {
                String stat = stat(task);
                int afterName = stat.lastIndexOf(')');
                if (afterName > 0) {
                    long thread = Long.parseLong(task.getFileName().toString());
                    String[] fields = stat.substring(afterName + 2).split(" ");
                    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
                    String name = names.getOrDefault(thread, stat.substring(stat.indexOf('(') + 1, afterName));
                    byName.merge(name, TICK.multipliedBy(ticks), Duration::plus);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ThreadTimes(byName);
    }

    /** Empty where the thread has ended meanwhile. */
    private static String stat(Path task) {
        try {
            return Files.readString(task.resolve("stat"), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Long, String> names(long pid) {
        Map<Long, String> names = new HashMap<>();
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "Thread.print")
                    .redirectErrorStream(true)
                    .start();
            new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> {
                        Matcher named = NAMED.matcher(line);
                        if (named.matches()) {
                            names.put(Long.decode(named.group(2)), named.group(1));
                        }
                    });
        } catch (IOException e) {
            // A JRE without jcmd: the kernel's names have to do.
            return names;
        }
        return names;
    }

    /** What was used since an earlier reading. */
    ThreadTimes minus(ThreadTimes earlier) {
        Map<String, Duration> used = new HashMap<>(byName);
        earlier.byName.forEach((name, before) -> used.computeIfPresent(name, (same, now) -> now.minus(before)));
        used.values().removeIf(Duration::isNegative);
        return new ThreadTimes(used);
    }

    Duration total() {
        return byName.values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    /** One line a group, the greatest first: percent of one processor. */
    void print(Map<String, Pattern> groups, double seconds) {
        Map<String, Duration> grouped = new LinkedHashMap<>();
        byName.forEach((name, used) -> grouped.merge(group(groups, name), used, Duration::plus));
        List<Map.Entry<String, Duration>> rows = grouped.entrySet().stream()
                .sorted(Map.Entry.<String, Duration>comparingByValue().reversed())
                .toList();
        rows.forEach(row -> System.out.printf(
                "  %-28s %6.1f%%%n", row.getKey(), row.getValue().toNanos() / 1e7 / seconds));
    }

    private static String group(Map<String, Pattern> groups, String name) {
        return groups.entrySet().stream()
                .filter(group -> group.getValue().matcher(name).find())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("others");
    }
}
