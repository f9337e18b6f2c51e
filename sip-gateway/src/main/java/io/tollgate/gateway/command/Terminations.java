package io.tollgate.gateway.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The orders that a shard has: which are new, which wait for their instant, which still hit new calls. An order is
 * obeyed once, however often and in whatever order its revisions come.
 *
 * <p>Not shared: one for each shard, each of which takes every termination. Bounded: ids are forgotten after
 * {@link #MEMORY}, or beyond {@link #MOST_IDS} the oldest first.
 *
 * <p>Use: {@link #take}; where that counts, and {@link Termination#due} is NOW, end the calls that
 * {@link Termination#hits}; do likewise with those of {@link #takeDue} when {@link #nextDue} has come; ask
 * {@link #hitting} for each new attempt.
 */
public final class Terminations {
    /** How long ids are remembered: as long as the topic keeps them. */
    public static final Duration MEMORY = Duration.ofHours(24);

    /** Most ids remembered. */
    public static final int MOST_IDS = 200_000;

    private record Known(long revision, Instant takenAt) {}

    private static final Comparator<Termination> BY_INSTANT =
            Comparator.comparing(Terminations::instant).thenComparing(Termination::terminationId);

    private final int mostIds;
    /** The revision of each id, the one that was taken longest ago first. */
    private final Map<String, Known> known = new LinkedHashMap<>();

    private final Map<String, Termination> waiting = new LinkedHashMap<>();
    private final TreeSet<Termination> byInstant = new TreeSet<>(BY_INSTANT);
    private final RecentTerminations recent = new RecentTerminations();

    public Terminations() {
        this(MOST_IDS);
    }

    Terminations(int mostIds) {
        this.mostIds = mostIds;
    }

    /** Takes an order that arrived; what it is to this shard. */
    public Taken take(Termination termination, Instant now) {
        String id = termination.terminationId();
        Known before = known.get(id);
        if (before != null && before.revision >= termination.revision()) {
            return before.revision == termination.revision() ? Taken.DUPLICATE : Taken.STALE;
        }
        known.remove(id);
        known.put(id, new Known(termination.revision(), now));
        withdraw(id);
        forgetOldest(now);
        switch (termination.due(now)) {
            case NOW -> recent.add(termination, now);
            case LATER -> {
                waiting.put(id, termination);
                byInstant.add(termination);
            }
            case WITHDRAWN -> {}
        }
        return before == null ? Taken.NEW : Taken.REVISED;
    }

    /** When {@link #takeDue} has something to give; null: nothing waits. */
    public @Nullable Instant nextDue() {
        return byInstant.isEmpty() ? null : instant(byInstant.first());
    }

    /** The orders whose instant has come, the earliest first; they wait no longer. */
    public List<Termination> takeDue(Instant now) {
        List<Termination> due = new ArrayList<>();
        while (!byInstant.isEmpty() && !instant(byInstant.first()).isAfter(now)) {
            Termination termination = byInstant.pollFirst();
            waiting.remove(termination.terminationId());
            recent.add(termination, now);
            due.add(termination);
        }
        return due;
    }

    /**
     * The order, naming no call and obeyed already, that hits this call too, which was attempted just after it; null:
     * none does.
     */
    public @Nullable Termination hitting(LiveCall call, Instant now) {
        return recent.hitting(call, now);
    }

    /** The orders naming no call that still hit calls attempted now. */
    public List<Termination> recent(Instant now) {
        return recent.at(now);
    }

    /** How many ids are remembered. */
    public int size() {
        return known.size();
    }

    private void withdraw(String id) {
        recent.remove(id);
        Termination before = waiting.remove(id);
        if (before != null) {
            byInstant.remove(before);
        }
    }

    /** An order that waits keeps its place when its id is forgotten: it costs money not to obey it. */
    private void forgetOldest(Instant now) {
        var oldest = known.values().iterator();
        while (oldest.hasNext()) {
            boolean old = !oldest.next().takenAt.plus(MEMORY).isAfter(now);
            if (!old && known.size() <= mostIds) {
                return;
            }
            oldest.remove();
        }
    }

    private static Instant instant(Termination waiting) {
        if (waiting.at() == null) {
            throw new IllegalStateException("a withdrawn order waits: " + waiting.terminationId());
        }
        return waiting.at();
    }
}
