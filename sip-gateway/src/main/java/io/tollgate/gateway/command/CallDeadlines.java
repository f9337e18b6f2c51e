package io.tollgate.gateway.command;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Until when one call may run, as far as that was said of this call alone: what is paid, and its longest duration.
 *
 * <p>What is paid comes with the Admission as a time that counts from the answer (revision 0), later as an instant in
 * orders with higher revisions; the highest counts, in whatever order they come, before the answer or after it. A metered
 * call of which nothing was heard ends a bounded time after its answer: else a gateway that nobody talks to gives calls
 * away.
 *
 * <p>Not thread-safe: belongs to its call's shard. Use: arm a timer for {@link #next} after each input; when it fires, ask
 * {@link #due}.
 */
public final class CallDeadlines {
    /** Ids of orders that say how long a call is paid begin so, and end with its call id. */
    public static final String BALANCE = "balance:";

    /** Likewise for its longest duration. */
    public static final String MAX_DURATION = "max-duration:";

    /**
     * A deadline that has come.
     *
     * @param since when it came, or was learnt of where that is later
     * @param unheard whether nobody ever said how long the call is paid
     */
    public record Cut(String terminationId, TerminationReason reason, Instant since, boolean unheard) {}

    /**
     * The deadlines of an answered call, to be kept and taken up again.
     *
     * @param balanceRevision of what was last said about its money; -1: nothing was
     * @param paidUntil null: it is not limited by money
     * @param durationRevision of what was last said about its longest duration; -1: nothing was
     * @param longestUntil null: it has none
     */
    public record Kept(
            long balanceRevision,
            @Nullable Instant paidUntil,
            long durationRevision,
            @Nullable Instant longestUntil) {}

    /**
     * One limit as it stands.
     *
     * @param kind {@link #BALANCE} or {@link #MAX_DURATION}
     * @param revision {@link #UNHEARD}: nobody said anything
     * @param at null: there is none
     */
    private record Limit(
            String kind, long revision, @Nullable Instant at, Instant knownSince, TerminationReason reason) {
        Limit at(@Nullable Instant moved) {
            return new Limit(kind, revision, moved, knownSince, reason);
        }
    }

    /** As long as two heartbeats and a rebalance of Streams may take. */
    private static final Duration SAID_AGAIN = Duration.ofSeconds(10);

    private static final long UNHEARD = -1;
    private static final long ADMISSION = 0;
    private static final Limit NO_WORD_OF_BALANCE =
            new Limit(BALANCE, UNHEARD, null, Instant.MIN, TerminationReason.BALANCE_EXHAUSTED);
    private static final Limit NO_WORD_OF_DURATION =
            new Limit(MAX_DURATION, UNHEARD, null, Instant.MIN, TerminationReason.MAX_DURATION);

    private final String callId;
    private final @Nullable Duration unconfirmed;
    private @Nullable Instant answeredAt;
    private @Nullable Duration paid;
    private Limit balance = NO_WORD_OF_BALANCE;
    private Limit duration = NO_WORD_OF_DURATION;

    /**
     * Those of a call that begins.
     *
     * @param unconfirmed how long it runs from its answer while nothing is heard; null: it is not metered
     */
    public CallDeadlines(String callId, @Nullable Duration unconfirmed) {
        this.callId = callId;
        this.unconfirmed = unconfirmed;
    }

    /**
     * Those of a call that is taken up again, answered at that instant. What was said of its money to the one who had it may
     * not have been kept: where nothing is known Streams has a moment to say it again, as it does of each call that moves.
     */
    public static CallDeadlines resumed(String callId, Instant answeredAt, Kept kept, Instant now) {
        CallDeadlines deadlines = new CallDeadlines(callId, null);
        deadlines.answeredAt = answeredAt;
        Instant paidUntil = kept.paidUntil;
        Instant soonest = now.plus(SAID_AGAIN);
        if (kept.balanceRevision == UNHEARD && paidUntil != null && paidUntil.isBefore(soonest)) {
            paidUntil = soonest;
        }
        deadlines.balance =
                new Limit(BALANCE, kept.balanceRevision, paidUntil, Instant.MIN, TerminationReason.BALANCE_EXHAUSTED);
        deadlines.duration = new Limit(
                MAX_DURATION, kept.durationRevision, kept.longestUntil, Instant.MIN, TerminationReason.MAX_DURATION);
        return deadlines;
    }

    /** As they stand now; for an answered call. */
    public Kept kept() {
        return new Kept(balance.revision, balance.at, duration.revision, duration.at);
    }

    /** Whether an order is for one call alone, and so is kept with that call. */
    public static boolean concerns(Termination termination) {
        String id = termination.terminationId();
        String callId = termination.callId();
        return callId != null && (names(id, BALANCE, callId) || names(id, MAX_DURATION, callId));
    }

    private static boolean names(String id, String kind, String callId) {
        return id.length() == kind.length() + callId.length() && id.startsWith(kind) && id.endsWith(callId);
    }

    /**
     * The Admission came.
     *
     * @param paidFor how long the call can run from its answer; null: without limit
     */
    public Taken admitted(@Nullable Duration paidFor, Instant now) {
        Taken taken = taken(balance, ADMISSION);
        if (taken.counts()) {
            paid = paidFor;
            balance = new Limit(BALANCE, ADMISSION, null, now, balance.reason);
            counted();
        }
        return taken;
    }

    /** An order that {@link #concerns} this call came. */
    public Taken take(Termination termination, Instant now) {
        boolean ofBalance = termination.terminationId().startsWith(BALANCE);
        Taken taken = taken(ofBalance ? balance : duration, termination.revision());
        if (taken.counts()) {
            String kind = ofBalance ? BALANCE : MAX_DURATION;
            stand(new Limit(kind, termination.revision(), termination.at(), now, termination.reason()));
        }
        return taken;
    }

    private static Taken taken(Limit before, long revision) {
        if (before.revision < revision) {
            return before.revision == UNHEARD ? Taken.NEW : Taken.REVISED;
        }
        return before.revision == revision ? Taken.DUPLICATE : Taken.STALE;
    }

    /** It was answered: what is paid begins to run. */
    public void answered(Instant at) {
        if (answeredAt == null) {
            answeredAt = at;
            counted();
        }
    }

    /** What counts from the answer becomes an instant. */
    private void counted() {
        Duration time = balance.revision == UNHEARD ? unconfirmed : paid;
        if (answeredAt != null && time != null && balance.revision <= ADMISSION) {
            balance = balance.at(answeredAt.plus(time));
        }
    }

    /** The instant that comes first; null: it may run for ever. */
    public @Nullable Instant next() {
        Limit first = first();
        return first == null ? null : first.at;
    }

    /** What ends the call as of {@code now}, once; null: nothing does. */
    public @Nullable Cut due(Instant now) {
        Limit first = first();
        Instant at = first == null ? null : first.at;
        if (first == null || at == null || at.isAfter(now)) {
            return null;
        }
        stand(first.at(null));
        Instant since = at.isAfter(first.knownSince) ? at : first.knownSince;
        return new Cut(first.kind + callId, first.reason, since, first.revision == UNHEARD);
    }

    private void stand(Limit limit) {
        if (limit.kind.equals(BALANCE)) {
            balance = limit;
        } else {
            duration = limit;
        }
    }

    private @Nullable Limit first() {
        if (balance.at == null || duration.at == null) {
            return balance.at != null ? balance : duration.at != null ? duration : null;
        }
        return duration.at.isBefore(balance.at) ? duration : balance;
    }
}
