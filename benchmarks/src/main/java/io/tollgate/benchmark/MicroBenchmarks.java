package io.tollgate.benchmark;

import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What single steps of a call cost, each in a JVM of its own: time and bytes allocated for one operation.
 *
 * <p>Aim: a look-up in a blacklist of a million entries takes less than a microsecond; nothing grows with the number of
 * accounts, entries or calls beyond what memory farther from the processor costs.
 */
@Command(
        name = "micro",
        description = "Time and bytes of single steps: wire view, splice, admission, decision, rating, serde; by JMH.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class MicroBenchmarks implements Callable<Integer> {
    private static final String BYTES = "gc.alloc.rate.norm";

    @Parameters(
            arity = "0..1",
            defaultValue = "",
            description = "which: a regular expression, such as Admission or 'Wire.*bye' (default all)")
    private String which;

    @Option(names = "--seconds", defaultValue = "3", description = "measured of each (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "2", description = "seconds before that (default ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--forks", defaultValue = "1", description = "JVMs for each, in turn (default ${DEFAULT-VALUE})")
    private int forks;

    @Override
    public Integer call() throws RunnerException {
        Surroundings.describe().forEach(System.out::println);
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(which)
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .forks(forks)
                        .warmupIterations(warmUp)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(seconds)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        System.out.printf("%-52s %10s %8s %10s%n", "", "ns", "+-", "bytes");
        results.forEach(MicroBenchmarks::print);
        System.out.println(Surroundings.load());
        return 0;
    }

    private static void print(RunResult result) {
        double bytes = result.getSecondaryResults().keySet().stream()
                .filter(key -> key.endsWith(BYTES))
                .mapToDouble(key -> result.getSecondaryResults().get(key).getScore())
                .findFirst()
                .orElse(Double.NaN);
        System.out.printf(
                Locale.ROOT,
                "%-52s %10.1f %8.1f %10.0f%n",
                name(result.getParams()),
                result.getPrimaryResult().getScore(),
                result.getPrimaryResult().getScoreError(),
                bytes);
    }

    /** Without packages, and with what is varied. */
    private static String name(BenchmarkParams parameters) {
        String[] names = parameters.getBenchmark().split("\\.");
        String name = names[names.length - 2].replace("Benchmark", "") + " " + names[names.length - 1];
        return parameters.getParamsKeys().stream()
                .map(key -> " " + key + "=" + parameters.getParam(key))
                .collect(Collectors.joining("", name, ""));
    }
}
