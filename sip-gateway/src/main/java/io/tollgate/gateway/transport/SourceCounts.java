package io.tollgate.gateway.transport;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;

/** How many connections each address holds, within a limit. For all threads. */
final class SourceCounts {
    private final int limit;
    private final ConcurrentHashMap<InetAddress, Integer> counts = new ConcurrentHashMap<>();

    SourceCounts(int limit) {
        this.limit = limit;
    }

    /** Counts one more, or false at the limit. */
    boolean take(InetAddress source) {
        boolean[] taken = {false};
        counts.compute(source, (key, count) -> {
            int before = count == null ? 0 : count;
            taken[0] = before < limit;
            return taken[0] ? Integer.valueOf(before + 1) : count;
        });
        return taken[0];
    }

    void release(InetAddress source) {
        counts.computeIfPresent(source, (key, count) -> count == 1 ? null : count - 1);
    }
}
