package io.tollgate.enforcement.blacklist;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one entry.
 *
 * <pre>
 *   (nothing) --Write--> Standing --Withdraw--> Withdrawn --7 days--> (nothing)
 *                           |  ^                    |
 *                           |  +-------Write--------+
 *                           +--expires--> (nothing)
 * </pre>
 */
public sealed interface EntryState {

    /** As long as orders can be read again: the retention of the topics that they come from. */
    Duration REMEMBERED = Duration.ofDays(7);

    /** When the order that led here came; an older one that comes later is stale. */
    Instant orderedAt();

    /** When the clock alone changes this state; null: never. */
    @Nullable
    Instant dueAt();

    /** It stands. */
    record Standing(Entry entry, Instant orderedAt) implements EntryState {
        @Override
        public @Nullable Instant dueAt() {
            return entry.expiresAt();
        }
    }

    /** It was removed; kept so that an order given before that does not bring it back. */
    record Withdrawn(Instant orderedAt, Instant forgetAt) implements EntryState {
        @Override
        public Instant dueAt() {
            return forgetAt;
        }
    }
}
