package io.tollgate.gateway.proxy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is over and still answers what comes late: where there is too much of it the eldest goes. Counted in bytes too,
 * since a thousand calls with the longest INVITEs hold as much as all that are allowed with usual ones. Belongs to its
 * shard.
 */
final class Lingering<T> {
    private final int most;
    private final long mostBytes;
    private final Map<T, Long> all = new LinkedHashMap<>();
    private volatile long bytes;

    Lingering(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** One more, that holds so much. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the shard's thread alone
    void add(T one, long held) {
        all.put(one, held);
        bytes += held;
    }

    /** The one that is to be forgotten next, or null. */
    @Nullable
    T surplus() {
        return all.size() > most || bytes > mostBytes ? all.keySet().iterator().next() : null;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the shard's thread alone
    void remove(T one) {
        Long held = all.remove(one);
        bytes -= held == null ? 0 : held;
    }

    /** Other threads may ask, for what it is worth the moment after. */
    int size() {
        return all.size();
    }

    /** Likewise: what they hold. */
    long bytes() {
        return bytes;
    }
}
