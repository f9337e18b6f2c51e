package io.tollgate.benchmark;

import io.tollgate.phone.CallLoad;
import io.tollgate.phone.Flood;
import io.tollgate.phone.Hop;
import io.tollgate.phone.LoadResult;
import io.tollgate.phone.MalformedMessages;
import io.tollgate.phone.Phone;
import io.tollgate.phone.StreamAbuse;
import io.tollgate.phone.TestUpstream;
import io.tollgate.schemas.setting.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What strangers can do to the calls of others: nothing that a caller would notice. */
@Command(
        name = "hostile",
        description = "Calls at a steady rate while strangers send malformed messages, tie up connections, and flood.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class HostileBenchmark implements Callable<Integer> {
    private static final Duration RINGING = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long BEAT_NANOS = 10_000_000;
    private static final int KINDS = 60;
    private static final long SETTLED_BYTES = 16 << 20;
    private static final int PEACEFUL_ROUNDS = 12;

    @Option(names = "--rate", defaultValue = "200", description = "calls a second (default ${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", defaultValue = "20", description = "of each attack (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--packets", defaultValue = "20000", description = "a second (default ${DEFAULT-VALUE})")
    private int packets;

    @Option(names = "--sources", defaultValue = "1000", description = "of packets (default ${DEFAULT-VALUE})")
    private int sources;

    @Override
    public Integer call() {
        CallLoad.warmUp();
        try (TestUpstream upstream = TestUpstream.open("127.0.0.1", 0, RINGING, 10_000);
                TollgateProcess tollgate = TollgateProcess.up(upstream.uri(), List.of());
                Phone callers = Phone.of("callers")
                        .remembered(10_000)
                        .proxy(Hop.udp(tollgate.ready("sip")))
                        .open()) {
            Surroundings.describe().forEach(System.out::println);
            InetSocketAddress sip = HostPort.parse(tollgate.ready("sip")).toSocketAddress();
            Gauges gauges = new Gauges(tollgate, sip.getPort());
            settle(callers, gauges);
            round("malformed", callers, gauges, () -> malformed(sip));
            round("flood", callers, gauges, () -> flood(sip));
            System.out.println(Surroundings.load());
        }
        return 0;
    }

    /** A young JVM's heap and code grow by calls alone: what an attack adds is seen once they have ceased to. */
    private void settle(Phone callers, Gauges gauges) {
        Runnable peace = () -> LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());
        int rounds = 1;
        while (round("in peace", callers, gauges, peace) > SETTLED_BYTES && rounds < PEACEFUL_ROUNDS) {
            rounds++;
        }
    }

    /** Returns by how much resident memory grew meanwhile, in bytes. */
    private long round(String name, Phone callers, Gauges gauges, Runnable attack) {
        CallLoad load = CallLoad.of(callers, rate * (seconds + 2))
                .perSecond(rate)
                .holding(Duration.ofMillis(500))
                .start();
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        Gauges.Reading before = gauges.read();
        attack.run();
        Gauges.Reading after = gauges.read();
        LoadResult result = load.awaitEnded(PATIENCE).result();
        System.out.printf(
                "%-10s %s%n           resident %d MiB, before %d; threads %d, before %d; datagrams that the kernel dropped %d%n",
                name,
                result,
                after.residentBytes() >> 20,
                before.residentBytes() >> 20,
                after.threads(),
                before.threads(),
                after.drops() - before.drops());
        return after.residentBytes() - before.residentBytes();
    }

    private void malformed(InetSocketAddress sip) {
        List<byte[]> kinds = MalformedMessages.all();
        try (DatagramChannel stranger = DatagramChannel.open();
                StreamAbuse abuse = StreamAbuse.open(sip, 400, 50)) {
            stranger.bind(new InetSocketAddress("127.0.0.66", 0));
            for (int i = 0; i < seconds * 100; i++) {
                abuse.step();
                stranger.send(ByteBuffer.wrap(kinds.get(i % KINDS)), sip);
                LockSupport.parkNanos(BEAT_NANOS);
            }
            System.out.println("           connections cut off: " + abuse.ended());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void flood(InetSocketAddress sip) {
        try (Flood flood = Flood.open(sip, sources)) {
            flood.run(packets, Duration.ofSeconds(seconds));
            System.out.printf("           datagrams sent by strangers %d, from %d addresses%n", flood.sent(), sources);
        }
    }
}
