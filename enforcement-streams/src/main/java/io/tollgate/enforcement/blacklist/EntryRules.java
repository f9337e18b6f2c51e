package io.tollgate.enforcement.blacklist;

import io.tollgate.enforcement.blacklist.EntryState.Standing;
import io.tollgate.enforcement.blacklist.EntryState.Withdrawn;
import io.tollgate.enforcement.decision.Decision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How orders and the clock change one entry. Pure. */
public final class EntryRules {

    private EntryRules() {}

    /** What becomes of an order. */
    public enum Outcome {
        APPLIED,
        /** One with its id was applied before. */
        DUPLICATE,
        /** The entry has a later one. */
        OLDER,
        /** Too late to stand: it says nothing against an entry that does. */
        EXPIRED
    }

    /**
     * What becomes of an order.
     *
     * @param known what is kept of the entry; null: nothing
     * @param seen whether an order with this id was applied before
     */
    public static Outcome outcome(@Nullable EntryState known, boolean seen, EntryOrder order, Instant now) {
        if (seen) {
            return Outcome.DUPLICATE;
        }
        if (known != null && order.orderedAt().isBefore(known.orderedAt())) {
            return Outcome.OLDER;
        }
        boolean isOver =
                order instanceof EntryOrder.Write write && write.entry().isExpired(now);
        return isOver ? Outcome.EXPIRED : Outcome.APPLIED;
    }

    /** Applies an order, if {@link #outcome} says so. */
    public static Decision<@Nullable EntryState, EntryOutput> decide(
            @Nullable EntryState known, boolean seen, EntryOrder order, Instant now) {
        if (outcome(known, seen, order, now) != Outcome.APPLIED) {
            return Decision.quiet(known);
        }
        if (order instanceof EntryOrder.Write write) {
            return new Decision<>(
                    new Standing(write.entry(), write.orderedAt()), List.of(new EntryOutput.Publish(write.entry())));
        }
        return withdraw(known, (EntryOrder.Withdraw) order, now);
    }

    /** Removes even what is not known here: the topic may hold an entry that lost its state. */
    private static Decision<@Nullable EntryState, EntryOutput> withdraw(
            @Nullable EntryState known, EntryOrder.Withdraw order, Instant now) {
        var next = new Withdrawn(order.orderedAt(), now.plus(EntryState.REMEMBERED));
        List<EntryOutput> outputs =
                known instanceof Withdrawn ? List.of() : List.of(new EntryOutput.Remove(order.entryId()));
        return new Decision<>(next, outputs);
    }

    /** Applies the clock to a state whose {@link EntryState#dueAt()} may have come. */
    public static Decision<@Nullable EntryState, EntryOutput> expire(EntryState known, Instant now) {
        var due = known.dueAt();
        if (due == null || due.isAfter(now)) {
            return Decision.quiet(known);
        }
        if (known instanceof Standing standing) {
            return new Decision<>(
                    null, List.of(new EntryOutput.Remove(standing.entry().entryId())));
        }
        return Decision.quiet(null);
    }
}
