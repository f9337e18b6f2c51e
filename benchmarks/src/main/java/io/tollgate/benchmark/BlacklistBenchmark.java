package io.tollgate.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A blacklist as large as it may become, while it is filled, rewritten and exchanged by what reads its topic: what a thread
 * that asks all the time sees of that, and what memory it takes. In a JVM of its own with the gateway's options.
 *
 * <p>Aims: an answer in less than a microsecond, and no gap of more than 10 ms between two, with a million entries.
 */
@Command(
        name = "blacklist",
        description =
                "A million blacklist entries: look-ups while all are read and replaced, collections, memory; no broker.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BlacklistBenchmark implements Callable<Integer> {
    @Option(names = "--entries", defaultValue = "1000000", description = "default ${DEFAULT-VALUE}")
    private int entries;

    @Option(
            names = "--java-options",
            split = " ",
            defaultValue = "@${sys:tollgate.home}/sip-gateway/jvm.options",
            description = "of the JVM (default ${DEFAULT-VALUE}, as tollgate gateway has)")
    private List<String> javaOptions = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Surroundings.describe().forEach(System.out::println);
        System.out.println("JVM      " + String.join(" ", javaOptions));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                BlacklistReload.class.getName(),
                Integer.toString(entries)));
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        System.out.println(Surroundings.load());
        return status;
    }
}
