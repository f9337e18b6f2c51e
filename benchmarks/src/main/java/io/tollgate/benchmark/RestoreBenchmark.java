package io.tollgate.benchmark;

import io.tollgate.schemas.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * How long a streams process takes from its start until all accounts are in its care: with its own state on disk, and
 * with nothing, so that it has to read all of it from Kafka, as a new machine does that takes a lost one's place.
 */
@Command(
        name = "restore",
        description = "Time from the start of Streams to ready with the state of many accounts; its size and memory.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RestoreBenchmark implements Callable<Integer> {
    @Option(names = "--accounts", defaultValue = "1000000", description = "how many (default ${DEFAULT-VALUE})")
    private int accounts;

    @Option(names = "--metered", defaultValue = "50", description = "percent of them (default ${DEFAULT-VALUE})")
    private int metered;

    @Option(
            names = "--live",
            defaultValue = "10000",
            description = "calls that are up, an account each as far as they reach (default ${DEFAULT-VALUE})")
    private int live;

    @Parameters(description = "after --: more options of tollgate streams")
    private List<String> more = new ArrayList<>();

    @Override
    public Integer call() {
        Surroundings.describe().forEach(System.out::println);
        System.out.println("command  benchmarks/run restore --accounts=" + accounts + " --metered=" + metered
                + " --live=" + live + (more.isEmpty() ? "" : " -- " + String.join(" ", more)));
        try (TollgateProcess broker = TollgateProcess.broker();
                InputPublisher inputs = new InputPublisher(broker)) {
            start("with nothing to restore", broker, "first", streams -> fill(broker, inputs));
            start("with its own state", broker, "first", streams -> {});
            start("with an empty directory", broker, "second", streams -> {});
        }
        System.out.println(Surroundings.load());
        return 0;
    }

    private void start(String how, TollgateProcess broker, String directory, Consumer<TollgateProcess> use) {
        long start = System.nanoTime();
        try (TollgateProcess streams = broker.streams(directory, more)) {
            System.out.printf(
                    "ready %-24s after %6.1f s; processor time %6.1f s, %,5d MB resident, %,5d MB on disk%n",
                    how,
                    (System.nanoTime() - start) / 1e9,
                    streams.processorTime().toMillis() / 1e3,
                    new Gauges(streams, 0).read().residentBytes() >> 20,
                    bytes(streams.data()) >> 20);
            use.accept(streams);
        }
    }

    /** Lets Streams take up the accounts and calls. */
    private void fill(TollgateProcess broker, InputPublisher inputs) {
        long start = System.nanoTime();
        Accounts book = new Accounts(accounts, metered);
        try (BrokerView view = new BrokerView(broker);
                Heartbeats heartbeats = new Heartbeats(inputs)) {
            heartbeats.start();
            book.publish(inputs);
            view.awaitRead(Topics.ACCOUNTS);
            ToldCalls.upNow(inputs, live, book);
            view.awaitRead(Topics.CALL_EVENTS);
            view.awaitQuiet();
        }
        System.out.printf("filled in %.0f s%n", (System.nanoTime() - start) / 1e9);
    }

    private static long bytes(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(RestoreBenchmark::size).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing where RocksDB has removed it meanwhile. */
    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
