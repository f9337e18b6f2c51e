package io.tollgate.enforcement.lease;

import java.time.Duration;
import java.time.Instant;

/**
 * One life of a gateway, from a start to the next, by the last that was heard of it. Immutable.
 *
 * @param epoch grows with each start
 * @param heardAt when the gateway said so, by its own clock
 * @param lease for how long its calls are vouched for
 * @param sip where it can be reached, as it says
 * @param liveCalls that it holds, as it says
 */
public record Life(
        long epoch, Instant startedAt, Instant heardAt, Phase phase, Duration lease, String sip, int liveCalls) {

    boolean starting() {
        return phase == Phase.STARTING;
    }

    boolean stopped() {
        return phase == Phase.STOPPED;
    }

    /** How its lease stands, by the gateway's clock and that of who asks. */
    public Lease leaseAt(Instant now) {
        if (stopped()) {
            return Lease.RELEASED;
        }
        return now.isAfter(heardAt.plus(lease)) ? Lease.EXPIRED : Lease.HELD;
    }

    /** Its last word of two. */
    Life orLater(Life other) {
        return other.heardAt.isBefore(heardAt) ? this : other;
    }
}
