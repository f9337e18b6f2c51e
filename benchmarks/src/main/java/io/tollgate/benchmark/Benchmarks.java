package io.tollgate.benchmark;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code benchmarks/run}: one verb for each benchmark. */
@Command(
        name = "benchmarks/run",
        description = "Measures Tollgate from outside.",
        mixinStandardHelpOptions = true,
        subcommands = {
            VerdictLatencyBenchmark.class,
            ColdStartBenchmark.class,
            BalanceCutBenchmark.class,
            DeadlinesBenchmark.class,
            LimitBurstBenchmark.class,
            HostileBenchmark.class,
            ComparisonBroker.class,
            StreamsThroughputBenchmark.class,
            RestoreBenchmark.class,
            GrowthBenchmark.class,
            MicroBenchmarks.class,
            LiveCallsBenchmark.class,
            BlacklistBenchmark.class,
            PipelineBenchmark.class
        })
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Benchmarks()).execute(arguments));
    }
}
