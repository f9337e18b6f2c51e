package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.Defence;
import io.tollgate.phone.CallLoad;
import io.tollgate.phone.Flood;
import io.tollgate.phone.LoadResult;
import io.tollgate.phone.MalformedMessages;
import io.tollgate.phone.Phone;
import io.tollgate.phone.RawSocket;
import io.tollgate.phone.StreamAbuse;
import io.tollgate.phone.TestUpstream;
import io.tollgate.testsupport.scenario.Await;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two hundred calls a second while strangers do their worst: not one fails. The short form of {@code benchmarks/run hostile},
 * which measures rates; here everything shares one JVM with phones and strangers.
 */
class HostileIT {
    private static final int PER_SECOND = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long BEAT_NANOS = 10_000_000;

    private TestUpstream upstream;
    private ProxyRig rig;
    private Phone callers;

    @BeforeEach
    void open() throws Exception {
        CallLoad.warmUp();
        upstream = TestUpstream.open("127.0.0.1", 0, Duration.ofMillis(20), 1_000);
        // Phones and strangers share these processors: when they starve the gateway, that is not what is tested.
        rig = new ProxyRig(upstream.address(), patient());
        callers = Phone.of("callers").remembered(1_000).proxy(rig.udp()).open();
    }

    @AfterEach
    void close() {
        callers.close();
        rig.close();
        upstream.close();
    }

    private static Defence patient() {
        Defence usual = Defence.DEFAULTS;
        return new Defence(
                usual.requestsPerSecond(),
                usual.requestsBurst(),
                usual.failuresPerMinute(),
                usual.failuresBurst(),
                usual.block(),
                usual.blacklist(),
                usual.scannerAgents(),
                usual.exempt(),
                Duration.ofSeconds(10));
    }

    /** Calls for some seconds, of which the first second has passed. */
    private CallLoad load(int seconds) {
        CallLoad load = CallLoad.of(callers, seconds * PER_SECOND)
                .perSecond(PER_SECOND)
                .holding(Duration.ofMillis(100))
                .start();
        Await.until(
                "the first second of calls",
                PATIENCE,
                () -> rig.counters.admitted() >= PER_SECOND,
                rig.counters::admitted);
        return load;
    }

    private void assertNoneFailed(CallLoad load, int seconds) {
        LoadResult result = load.awaitEnded(PATIENCE).result();
        assertThat(result.failed())
                .as(
                        "%s; unheard %d, shed %d, unready %d, refused %d",
                        result,
                        rig.counters.unheard(),
                        rig.counters.shed(),
                        rig.counters.unready(),
                        rig.counters.refused())
                .isZero();
        assertThat(result.answered()).isEqualTo(seconds * PER_SECOND);
    }

    @Test
    void shouldGoOnWithCallsWhileStrangersSendWhatIsNoSip() {
        // Given
        List<byte[]> kinds = MalformedMessages.all();
        CallLoad load = load(5);
        int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();
        long bytesBefore = bytes();

        // When
        int threads;
        long bytes;
        int cutOff;
        try (RawSocket stranger = RawSocket.udp("127.0.0.66");
                StreamAbuse abuse = StreamAbuse.open(rig.address(), 400, 20)) {
            for (int i = 0; i < 200; i++) {
                abuse.step();
                stranger.sendBytes(rig.address(), kinds.get(i % kinds.size()));
                LockSupport.parkNanos(BEAT_NANOS);
            }
            threads = ManagementFactory.getThreadMXBean().getThreadCount();
            bytes = bytes();
            cutOff = abuse.ended();
        }

        // Then
        System.out.printf(
                "hostile: %d MiB and %d threads more; %d connections cut off%n",
                (bytes - bytesBefore) >> 20, threads - threadsBefore, cutOff);
        assertThat(threads - threadsBefore).isLessThanOrEqualTo(2);
        assertThat(bytes - bytesBefore).isLessThan(128 << 20);
        assertThat(cutOff).isPositive();
        assertNoneFailed(load, 5);
    }

    @Test
    void shouldGoOnWithCallsWhileJunkPoursInFromManySources() {
        // Given
        CallLoad load = load(4);

        // When
        long sent;
        try (Flood flood = Flood.open(rig.address(), 250)) {
            flood.run(20_000, Duration.ofSeconds(2));
            sent = flood.sent();
        }

        // Then
        System.out.printf(
                "hostile: %d datagrams sent, of which %d were responses to nothing%n",
                sent, rig.counters.strayResponses());
        assertThat(sent).isPositive();
        assertThat(rig.counters.strayResponses()).isPositive();
        assertNoneFailed(load, 4);
    }

    /** What is in use after a collection, on the heap and in buffers beside it. */
    private static long bytes() {
        System.gc();
        long beside = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + beside;
    }
}
