package io.tollgate.benchmark;

import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * How many call events a second one streams process deals with, exactly once as it is shipped, what processor time that
 * takes, and how many records Kafka gets for a call. Broker, Streams and the writer of events are processes of their own.
 *
 * <p>At full speed the events lie in the topic before the clock starts; on schedule each is written at its instant, and
 * the processor time is that of the rate.
 */
@Command(
        name = "streams-throughput",
        description = "Call events a second, processor time for them, and Kafka records for each call.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StreamsThroughputBenchmark implements Callable<Integer> {
    @Option(names = "--calls", defaultValue = "100000", description = "measured (default ${DEFAULT-VALUE})")
    private int calls;

    @Option(names = "--warm-up", defaultValue = "100000", description = "calls before (default ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(
            names = "--accounts",
            defaultValue = "10000",
            description = "that the calls are of, in turn (default ${DEFAULT-VALUE})")
    private int accounts;

    @Option(names = "--metered", defaultValue = "50", description = "percent of them (default ${DEFAULT-VALUE})")
    private int metered;

    @Option(
            names = "--rate",
            defaultValue = "1000",
            description = "calls a second by the gateway's clock (default ${DEFAULT-VALUE})")
    private double rate;

    @Option(names = "--holding", defaultValue = "20", description = "seconds of each call (default ${DEFAULT-VALUE})")
    private int holding;

    @Option(names = "--scheduled", description = "writes each event at its instant, not all at once")
    private boolean isScheduled;

    @Parameters(description = "after --: more options of tollgate streams")
    private List<String> more = new ArrayList<>();

    private Accounts book = new Accounts(1, 0);

    @Override
    public Integer call() {
        Surroundings.describe().forEach(System.out::println);
        System.out.println("command  benchmarks/run streams-throughput --calls=" + calls + " --warm-up=" + warmUp
                + " --accounts=" + accounts + " --metered=" + metered + " --rate=" + rate + " --holding=" + holding
                + (isScheduled ? " --scheduled" : "") + (more.isEmpty() ? "" : " -- " + String.join(" ", more)));
        book = new Accounts(accounts, metered);
        try (TollgateProcess broker = TollgateProcess.broker();
                TollgateProcess streams = broker.streams("streams", more);
                InputPublisher inputs = new InputPublisher(broker);
                Heartbeats heartbeats = new Heartbeats(inputs);
                BrokerView view = new BrokerView(broker)) {
            heartbeats.start();
            book.publish(inputs);
            view.awaitRead(Topics.ACCOUNTS);
            told(inputs, "warm", warmUp).publish(inputs);
            view.awaitRead(Topics.CALL_EVENTS);
            view.awaitQuiet();
            measure(broker, streams, inputs, view);
        }
        System.out.println(Surroundings.load());
        return 0;
    }

    private ToldCalls told(InputPublisher inputs, String name, int count) {
        Duration hold = Duration.ofSeconds(holding);
        // At full speed all is over by now; nothing that is told lies in the future.
        Instant start = isScheduled ? Instant.now() : Instant.now().minus(ToldCalls.span(count, rate, hold));
        return new ToldCalls(inputs, name, count, rate, hold, book, start);
    }

    private void measure(TollgateProcess broker, TollgateProcess streams, InputPublisher inputs, BrokerView view) {
        ToldCalls measured = told(inputs, "call", calls);
        Map<TopicPartition, Long> before = view.ends();
        long start = System.nanoTime();
        var streamsThreads = ThreadTimes.read(streams.pid());
        var brokerUsed = broker.processorTime();
        long events = measured.events();
        if (isScheduled) {
            measured.publishOnSchedule(inputs);
        } else {
            measured.publish(inputs);
            start = System.nanoTime();
            streamsThreads = ThreadTimes.read(streams.pid());
            brokerUsed = broker.processorTime();
            events = view.lag(Topics.CALL_EVENTS);
        }
        view.awaitRead(Topics.CALL_EVENTS);
        double seconds = (System.nanoTime() - start) / 1e9;
        brokerUsed = broker.processorTime().minus(brokerUsed);
        var used = ThreadTimes.read(streams.pid()).minus(streamsThreads);
        System.out.printf("events          %,d in %.1f s, %,.0f a second%n", events, seconds, events / seconds);
        double streamsSeconds = used.total().toNanos() / 1e9;
        System.out.printf(
                "processor time  Streams %.3f s for 1,000 events (%,.0f events for each second of a processor, %.0f percent of one in use); broker %.3f s%n",
                streamsSeconds / events * 1_000,
                events / streamsSeconds,
                100 * streamsSeconds / seconds,
                brokerUsed.toNanos() / 1e9 / events * 1_000);
        used.print(ThreadGroups.ALL, seconds);
        System.out.printf(
                "memory          %,d MB resident%n",
                new Gauges(streams, 0).read().residentBytes() >> 20);
        view.awaitQuiet();
        TopicGrowth.between(broker, before, view.ends()).print(calls);
    }
}
