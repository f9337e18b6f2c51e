package io.tollgate.gateway.transaction;

import java.time.Duration;

/**
 * The values of the transaction timers (RFC 3261 table 4, RFC 6026 section 7). Immutable; all in nanoseconds.
 *
 * @param t1Nanos estimate of the round trip, 500 ms
 * @param t2Nanos longest interval between retransmissions, 4 s
 * @param t4Nanos longest time a message stays in the network, 5 s
 */
public record Timers(long t1Nanos, long t2Nanos, long t4Nanos) {
    /** The RFC's own values. */
    public static final Timers RFC_3261 = new Timers(
            Duration.ofMillis(500).toNanos(),
            Duration.ofSeconds(4).toNanos(),
            Duration.ofSeconds(5).toNanos());

    /** 64 x T1: how long a transaction tries (Timers B, F, H, J, L, M). */
    public long patienceNanos() {
        return 64 * t1Nanos;
    }

    /**
     * How long until the next retransmission.
     *
     * @param sent how often it was sent so far, 1 or more
     * @param state the client's or server's state: in Proceeding a non-INVITE request is repeated each T2
     */
    public long retransmitNanos(Machine machine, State state, int sent) {
        if (machine == Machine.NON_INVITE_CLIENT && state == State.PROCEEDING) {
            return t2Nanos;
        }
        long doubled = t1Nanos << Math.min(sent - 1, 20);
        return machine == Machine.INVITE_CLIENT ? doubled : Math.min(doubled, t2Nanos);
    }

    /** How long a transaction stays in the state it has just entered. */
    public long lifetimeNanos(Machine machine, State state, boolean reliable) {
        return switch (state) {
            case COMPLETED ->
                switch (machine) {
                    case INVITE_CLIENT, NON_INVITE_SERVER -> reliable ? 0 : patienceNanos();
                    case NON_INVITE_CLIENT -> reliable ? 0 : t4Nanos;
                    case INVITE_SERVER -> patienceNanos();
                };
            case CONFIRMED -> reliable ? 0 : t4Nanos;
            case TRYING, PROCEEDING, ACCEPTED, TERMINATED -> patienceNanos();
        };
    }
}
