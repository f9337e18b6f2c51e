package io.tollgate.gateway.proxy;

/**
 * How much room there is for transactions: their number, and the bytes of the requests that they keep, since a few thousand
 * of the longest would fill the heap. What begins something stops at the bound, what belongs to calls at twice that.
 * Belongs to its shard.
 */
final class Room {
    private final int most;
    private final long mostBytes;
    private long bytes;

    Room(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    void taken(int requestBytes) {
        bytes += requestBytes;
    }

    void left(int requestBytes) {
        bytes -= requestBytes;
    }

    /** Whether there is none for a request that begins something. */
    boolean full(int transactions) {
        return transactions >= most || bytes >= mostBytes;
    }

    /** Whether there is none even for one that belongs to a call. */
    boolean overfull(int transactions) {
        return transactions >= 2L * most || bytes >= 2 * mostBytes;
    }
}
