package io.tollgate.enforcement.lease;

import java.time.Duration;
import java.time.Instant;

/**
 * One life of a gateway, from a start to the next, by the last that was heard of it. Immutable.
 *
 * @param epoch grows with each start
 * @param heardAt when the gateway said so, by its own clock
 * @param starting it has not yet learnt which calls it is to take up
 * @param stopped it said that it ended
 * @param lease for how long its calls are vouched for
 */
public record Life(long epoch, Instant startedAt, Instant heardAt, boolean starting, boolean stopped, Duration lease) {

    /** Its last word of two. */
    Life orLater(Life other) {
        return other.heardAt.isBefore(heardAt) ? this : other;
    }
}
