package io.tollgate.system;

import io.tollgate.phone.CallLoad;
import io.tollgate.phone.LoadResult;
import io.tollgate.phone.Phone;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Calls until a gateway's JVM has compiled what calls run through. A test that holds a running Tollgate to its promises
 * under load does not mean the first seconds of its process; what those are like, {@code benchmarks/run cold-start} tells.
 * Stateless.
 */
final class Rehearsal {
    private static final int MOST_ROUNDS = 15;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final double OVERLOADED = 4;

    private Rehearsal() {}

    /**
     * Whether for a minute so many threads of the whole machine wanted each processor that calls are late and sent again
     * whoever carries them. Our own phones and Tollgate under their load want less than half of that.
     */
    static boolean machineIsOverloaded() {
        var machine = ManagementFactory.getOperatingSystemMXBean();
        return machine.getSystemLoadAverage() > OVERLOADED * machine.getAvailableProcessors();
    }

    /** Rounds of 200 calls at 200 calls/s from this address, until there was one without a retransmission. */
    static void of(GatewayProcess gateway, String from) {
        CallLoad.warmUp();
        try (Phone callers = gateway.phone("rehearsal").bind(from, 0).open()) {
            for (int round = 1; round <= MOST_ROUNDS; round++) {
                LoadResult result = CallLoad.of(callers, 200)
                        .perSecond(200)
                        .holding(Duration.ofMillis(100))
                        .start()
                        .awaitEnded(PATIENCE)
                        .result();
                if (result.repeatsSent() + result.repeatsReceived() == 0) {
                    return;
                }
            }
        }
    }
}
