package io.tollgate.gateway.admission;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The channels that accounts hold at this gateway alone. Streams counts over all gateways, but its answer takes a journey
 * through Kafka: a burst of calls would be answered before it comes. What even this gateway's own calls show to be too
 * many need not wait for it, nor for Kafka to be there. The number here is never above the account's true one, so nothing
 * is refused that Streams would let pass.
 *
 * <p>Safe for all shards, without locks. Accounts without limit and accounts without calls take no memory.
 */
public final class Channels {
    private final ConcurrentMap<String, Integer> held = new ConcurrentHashMap<>();

    /**
     * The channel that one call of this account may take.
     *
     * @param limit of the account; null: none, then the call needs no channel here
     */
    public Channel of(String account, @Nullable Integer limit) {
        return limit == null ? Channel.NOT_NEEDED : new Channel(this, account, limit);
    }

    /** How many this account holds. */
    int held(String account) {
        return held.getOrDefault(account, 0);
    }

    boolean take(String account, int limit) {
        while (true) {
            Integer now = held.get(account);
            if ((now == null ? 0 : now) >= limit) {
                return false;
            }
            if (now == null ? held.putIfAbsent(account, 1) == null : held.replace(account, now, now + 1)) {
                return true;
            }
        }
    }

    void release(String account) {
        held.computeIfPresent(account, (name, now) -> now == 1 ? null : now - 1);
    }
}
