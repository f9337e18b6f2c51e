package io.tollgate.enforcement.charge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a call's gateway was told about its end for want of money. Immutable.
 *
 * @param revision of the last order; 0: only the admission
 * @param due null: no end
 * @param before what it was told before that; null: nothing, or no end
 */
public record Told(
        long revision, @Nullable Instant due, @Nullable Instant before) {

    /** Nothing yet. */
    public static final Told NOTHING = new Told(0, null, null);

    /** Once it is told something else; of what is past it can only learn now. */
    public Told next(@Nullable Instant nextDue, Instant now) {
        return new Told(revision + 1, nextDue == null || nextDue.isAfter(now) ? nextDue : now, due);
    }

    /** Whether the call would run beyond this. */
    boolean isAfter(@Nullable Instant instant) {
        return instant != null && (due == null || due.isAfter(instant));
    }

    /**
     * By which of the instants a call was cut that ended then. A gateway cuts at a due instant and reports a moment later;
     * it may have known only the last but one.
     */
    Instant cutBy(Instant endedAt) {
        if (due != null && !due.isAfter(endedAt)) {
            return due;
        }
        return before != null && !before.isAfter(endedAt) ? before : endedAt;
    }
}
