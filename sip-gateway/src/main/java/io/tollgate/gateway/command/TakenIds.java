package io.tollgate.gateway.command;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ids of orders that were taken, and the highest revision of each. Bounded: forgotten after a time, or beyond a number the
 * one that was taken longest ago first. Not shared.
 */
final class TakenIds {
    private record Known(long revision, Instant takenAt) {}

    private final Duration memory;
    private final int most;
    /** The one that was taken longest ago first. */
    private final Map<String, Known> known = new LinkedHashMap<>();

    TakenIds(Duration memory, int most) {
        this.memory = memory;
        this.most = most;
    }

    /** The revision that was taken; null: none is remembered. */
    @Nullable
    Long revision(String id) {
        Known before = known.get(id);
        return before == null ? null : before.revision;
    }

    void take(String id, long revision, Instant now) {
        known.remove(id);
        known.put(id, new Known(revision, now));
        forgetOldest(now);
    }

    int size() {
        return known.size();
    }

    private void forgetOldest(Instant now) {
        var oldest = known.values().iterator();
        while (oldest.hasNext()) {
            boolean old = !oldest.next().takenAt.plus(memory).isAfter(now);
            if (!old && known.size() <= most) {
                return;
            }
            oldest.remove();
        }
    }
}
