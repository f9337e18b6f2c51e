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

    /**
     * Applies an order.
     *
     * @param known what is kept of the entry; null: nothing
     * @param seen whether an order with this id was applied before
     */
    public static Decision<@Nullable EntryState, EntryOutput> decide(
            @Nullable EntryState known, boolean seen, EntryOrder order, Instant now) {
        if (seen || known != null && order.orderedAt().isBefore(known.orderedAt())) {
            return Decision.quiet(known);
        }
        if (order instanceof EntryOrder.Write write) {
            return write(known, write, now);
        }
        return withdraw(known, (EntryOrder.Withdraw) order, now);
    }

    private static Decision<@Nullable EntryState, EntryOutput> write(
            @Nullable EntryState known, EntryOrder.Write order, Instant now) {
        // An order that comes too late to stand says nothing against an entry that does.
        if (order.entry().isExpired(now)) {
            return Decision.quiet(known);
        }
        return new Decision<>(
                new Standing(order.entry(), order.orderedAt()), List.of(new EntryOutput.Publish(order.entry())));
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
