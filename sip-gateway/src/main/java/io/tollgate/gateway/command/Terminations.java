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
 * {@link #MEMORY}, or beyond {@link #MOST_IDS} the oldest first; those of orders that name a call, of which each call with an
 * end to its money or time has some, and the others apart: a verdict that is sent again hits whoever calls then.
 *
 * <p>Use: {@link #take}; where that counts, and {@link Termination#due} is NOW, end the calls that
 * {@link Termination#hits}; do likewise with those of {@link #takeDue} when {@link #nextDue} has come; ask
 * {@link #hitting} for each new attempt.
 */
public final class Terminations {
    /** How long ids are remembered: as long as the topic keeps them. */
    public static final Duration MEMORY = Duration.ofHours(24);

    /** Most ids remembered of either kind. */
    public static final int MOST_IDS = 200_000;

    private static final Comparator<Termination> BY_INSTANT =
            Comparator.comparing(Terminations::instant).thenComparing(Termination::terminationId);

    private final TakenIds ofCalls;
    private final TakenIds others;
    /** An order that waits keeps its place when its id is forgotten: it costs money not to obey it. */
    private final Map<String, Termination> waiting = new LinkedHashMap<>();

    private final TreeSet<Termination> byInstant = new TreeSet<>(BY_INSTANT);
    private final RecentTerminations recent = new RecentTerminations();

    public Terminations() {
        this(MOST_IDS);
    }

    Terminations(int mostIds) {
        this.ofCalls = new TakenIds(MEMORY, mostIds);
        this.others = new TakenIds(MEMORY, mostIds);
    }

    /** Takes an order that arrived; what it is to this shard. */
    public Taken take(Termination termination, Instant now) {
        String id = termination.terminationId();
        Long before = revision(id);
        if (before != null && before >= termination.revision()) {
            return before == termination.revision() ? Taken.DUPLICATE : Taken.STALE;
        }
        (termination.callId() == null ? others : ofCalls).take(id, termination.revision(), now);
        withdraw(id);
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
        return ofCalls.size() + others.size();
    }

    private @Nullable Long revision(String id) {
        Long ofOthers = others.revision(id);
        return ofOthers != null ? ofOthers : ofCalls.revision(id);
    }

    private void withdraw(String id) {
        recent.remove(id);
        Termination before = waiting.remove(id);
        if (before != null) {
            byInstant.remove(before);
        }
    }

    private static Instant instant(Termination waiting) {
        if (waiting.at() == null) {
            throw new IllegalStateException("a withdrawn order waits: " + waiting.terminationId());
        }
        return waiting.at();
    }
}
