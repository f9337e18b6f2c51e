package io.tollgate.enforcement.charge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a call's gateway was told about its end for want of money. Immutable.
 *
 * @param revision of the last order; 0: only the admission
 * @param due null: no end
 * @param before the ends that it was told before that, the last one first: the last order may not have reached it
 */
public record Told(long revision, @Nullable Instant due, List<Instant> before) {

    /** As many as may be under way: they change by the tenth of a second at most, unless the end comes nearer. */
    private static final int MOST_BEFORE = 8;

    /** Nothing yet. */
    public static final Told NOTHING = new Told(0, null, List.of());

    public Told {
        before = List.copyOf(before);
    }

    /** Once it is told something else; of what is past it can only learn now. */
    public Told next(@Nullable Instant nextDue, Instant now) {
        List<Instant> earlier = new ArrayList<>();
        if (due != null) {
            earlier.add(due);
        }
        earlier.addAll(before.subList(0, Math.min(before.size(), MOST_BEFORE - earlier.size())));
        return new Told(revision + 1, nextDue == null || nextDue.isAfter(now) ? nextDue : now, earlier);
    }

    /** Whether the call would run beyond this. */
    boolean isAfter(@Nullable Instant instant) {
        return instant != null && (due == null || due.isAfter(instant));
    }

    /** By which instant a call was cut that ended then: gateways cut at a due instant, never before, and a moment later. */
    Instant cutBy(Instant endedAt) {
        Instant latest = due != null && !due.isAfter(endedAt) ? due : null;
        for (var earlier : before) {
            if (!earlier.isAfter(endedAt) && (latest == null || earlier.isAfter(latest))) {
                latest = earlier;
            }
        }
        return latest == null ? endedAt : latest;
    }
}
