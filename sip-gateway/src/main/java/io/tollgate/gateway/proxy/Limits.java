package io.tollgate.gateway.proxy;

import java.time.Duration;

/**
 * What bounds the proxy. Immutable.
 *
 * @param transactions most transactions of one shard; beyond it new INVITEs get 503 and other new requests are dropped
 * @param ringing longest time without a final response (Timer C), more than 3 minutes by RFC 3261 section 16.6
 * @param decision how long an INVITE or 2xx waits for its Admission
 * @param acknowledgement how long an order waits for the ACK of a call just answered
 * @param linger how long an ended call answers what comes late
 */
public record Limits(int transactions, Duration ringing, Duration decision, Duration acknowledgement, Duration linger) {
    /** What holds where nothing is configured. */
    public static final Limits DEFAULTS = new Limits(
            400_000, Duration.ofSeconds(200), Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofSeconds(32));

    long ringingNanos() {
        return ringing.toNanos();
    }
}
