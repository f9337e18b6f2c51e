package io.tollgate.phone;

import java.time.Duration;

/**
 * The base values of RFC 3261 section 17.1.1.1; every other timer is made of them.
 *
 * @param t1 estimate of the round trip: first retransmission
 * @param t2 longest distance between retransmissions
 * @param t4 how long a message may stay in the network
 */
public record SipTimers(Duration t1, Duration t2, Duration t4) {
    /** RFC 3261's own values: 500 ms, 4 s, 5 s. */
    public static SipTimers standard() {
        return new SipTimers(Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofSeconds(5));
    }

    /** A tenth of the standard's, for tests that lose messages on purpose. */
    public static SipTimers quick() {
        return new SipTimers(Duration.ofMillis(50), Duration.ofMillis(400), Duration.ofMillis(500));
    }

    /** 64 x T1: Timers B, F, H and J. */
    public Duration giveUp() {
        return t1.multipliedBy(64);
    }

    Duration next(Duration last, boolean capped) {
        Duration doubled = last.multipliedBy(2);
        return capped && doubled.compareTo(t2) > 0 ? t2 : doubled;
    }
}
