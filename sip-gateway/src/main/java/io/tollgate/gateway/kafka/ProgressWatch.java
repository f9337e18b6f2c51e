package io.tollgate.gateway.kafka;

import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Notices that nothing comes back from Kafka although something waits: the producer itself tries for ever and says
 * nothing.
 *
 * <p>One thread's.
 */
final class ProgressWatch {
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final FaultLog faults;
    private long settledBefore;
    private long movedAtNanos = System.nanoTime();

    ProgressWatch(FaultLog faults) {
        this.faults = faults;
    }

    /**
     * To be called often.
     *
     * @param waiting events without an answer
     * @param settled events that had one, since the start
     */
    void look(int waiting, long settled) {
        long now = System.nanoTime();
        if (settled != settledBefore) {
            settledBefore = settled;
            movedAtNanos = now;
            faults.cleared();
        } else if (waiting == 0) {
            movedAtNanos = now;
        } else if (now - movedAtNanos > SILENCE_NANOS) {
            faults.fault(new TimeoutException(waiting + " events wait, none was acknowledged for "
                    + TimeUnit.NANOSECONDS.toSeconds(now - movedAtNanos) + " s"));
        }
    }
}
