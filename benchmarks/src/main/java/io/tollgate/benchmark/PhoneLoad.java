package io.tollgate.benchmark;

import io.tollgate.phone.CallLoad;
import io.tollgate.phone.Hop;
import io.tollgate.phone.NotSeen;
import io.tollgate.phone.Phone;
import io.tollgate.phone.TestUpstream;
import java.time.Duration;

/** A load by our own phones in this process, where there is no SIPp: good for some hundred calls a second. */
final class PhoneLoad implements Load {
    private static final int REMEMBERED = 100_000;
    private static final Duration HOLDING = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final TestUpstream upstream = TestUpstream.open("127.0.0.1", 0, Duration.ZERO, REMEMBERED);

    PhoneLoad() {
        CallLoad.warmUp();
    }

    @Override
    public String upstream() {
        return upstream.uri();
    }

    @Override
    public Outcome run(String proxy, int rate, int seconds) {
        Duration before = used();
        long repeats = upstream.transcript().repeatsSent();
        int calls = rate * seconds;
        try (Phone callers =
                Phone.of("callers").proxy(Hop.udp(proxy)).remembered(REMEMBERED).open()) {
            long start = System.nanoTime();
            CallLoad load = CallLoad.of(callers, calls)
                    .perSecond(rate)
                    .users(USERS)
                    .holding(HOLDING)
                    .start();
            try {
                load.awaitEnded(Duration.ofSeconds(seconds).plus(PATIENCE));
            } catch (NotSeen unfinished) {
                // They count as such.
            }
            double taken = Math.max(seconds, (System.nanoTime() - start) / 1e9 - HOLDING.toMillis() / 1e3);
            var result = load.result();
            int ended = (int) load.calls().stream()
                    .filter(call -> call.answered().isDone() && call.ended().isDone())
                    .count();
            return new Outcome(
                    calls,
                    ended,
                    result.repeatsSent() + upstream.transcript().repeatsSent() - repeats,
                    calls / taken,
                    used().minus(before));
        }
    }

    private static Duration used() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        upstream.close();
    }
}
