package io.tollgate.gateway.proxy;

import java.time.Duration;

/**
 * What bounds the proxy. Immutable.
 *
 * @param calls most calls of one shard that are not over; beyond it new INVITEs get 503
 * @param transactions most transactions of one shard; beyond it new INVITEs get 503 and other new requests are dropped
 * @param ringing longest time without a response (Timer C), more than 3 minutes by RFC 3261 section 16.6
 * @param early longest time without a final response, however often a provisional comes
 * @param decision how long an INVITE or 2xx waits for its Admission
 * @param acknowledgement how long an order waits for the ACK of a call just answered
 * @param retryAfter what a 503 of ours says
 * @param handover longest time that an answer waits for the network to take it before it counts
 * @param unconfirmed how long a metered call runs from its answer while nobody says how long it is paid
 * @param linger how long an ended call answers what comes late
 * @param journal how long a call must have been answered to be worth keeping
 * @param ping how often each party of an answered call is asked whether it still lives
 * @param datagramBytes longest request that goes to the upstream's side by UDP and not by TCP; 0: any
 */
public record Limits(
        int calls,
        int transactions,
        Duration ringing,
        Duration early,
        Duration decision,
        Duration acknowledgement,
        Duration retryAfter,
        Duration handover,
        Duration unconfirmed,
        Duration linger,
        Duration journal,
        Duration ping,
        int datagramBytes) {
    /** However large the heap is: half a minute of 1,500 a second. */
    private static final int MOST_LINGERING = 50_000;

    /** What one that is not folded takes beside its messages, its transactions included; measured. */
    private static final int LINGERING_BYTES = 5_200;

    /**
     * Of the messages that calls hold which are over, on all shards: their answers, what their dialogs took from the INVITE, and for one
     * that failed the INVITE as it was sent, to acknowledge what its callee repeats.
     */
    static final long MOST_LINGERING_BYTES = Runtime.getRuntime().maxMemory() / 4;

    /** Calls of each shard that are over and are kept: no more than a quarter of the heap holds, whatever their messages. */
    static int mostLingering(long heapBytes, int shards) {
        return (int) Math.min(MOST_LINGERING, heapBytes / 4 / LINGERING_BYTES / shards);
    }

    /** Of all requests without a final response: 64 KiB each, they would fill the heap long before their number is full. */
    static final long MOST_REQUEST_BYTES = Runtime.getRuntime().maxMemory() / 4;

    /** What holds where nothing is configured. */
    public static final Limits DEFAULTS = new Limits(
            100_000,
            400_000,
            Duration.ofSeconds(200),
            Duration.ofMinutes(30),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(32),
            Duration.ofSeconds(1),
            Duration.ofSeconds(120),
            1_300);

    /** With the bounds that an operator sets. */
    public static Limits of(
            int callsPerShard, Duration decision, Duration retryAfter, Duration unconfirmed, Duration ping) {
        return new Limits(
                callsPerShard,
                DEFAULTS.transactions,
                DEFAULTS.ringing,
                DEFAULTS.early,
                decision,
                DEFAULTS.acknowledgement,
                retryAfter,
                DEFAULTS.handover,
                unconfirmed,
                DEFAULTS.linger,
                DEFAULTS.journal,
                ping,
                DEFAULTS.datagramBytes);
    }

    /** The same with other bounds on calls that ring. */
    public Limits ringing(Duration longest, Duration inAll) {
        return new Limits(
                calls,
                transactions,
                longest,
                inAll,
                decision,
                acknowledgement,
                retryAfter,
                handover,
                unconfirmed,
                linger,
                journal,
                ping,
                datagramBytes);
    }

    /** The same with another bound on requests by UDP. */
    public Limits datagrams(int longest) {
        return new Limits(
                calls,
                transactions,
                ringing,
                early,
                decision,
                acknowledgement,
                retryAfter,
                handover,
                unconfirmed,
                linger,
                journal,
                ping,
                longest);
    }

    String retryAfterLine() {
        return "Retry-After: " + retryAfter.toSeconds() + "\r\n";
    }
}
