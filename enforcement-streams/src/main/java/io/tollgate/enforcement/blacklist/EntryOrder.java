package io.tollgate.enforcement.blacklist;

import java.time.Instant;

/**
 * What shall become of one entry, as a verdict or a command wants it. Travels to the one place that owns the entry.
 */
public sealed interface EntryOrder {

    /** The verdict's or command's id with its kind: the same id twice has the effect of once. */
    String orderId();

    /** When the broker had the record: the order of orders, whatever clock their author has. */
    Instant orderedAt();

    /** Which entry. */
    String entryId();

    /** The entry shall stand. */
    record Write(String orderId, Instant orderedAt, Entry entry) implements EntryOrder {
        @Override
        public String entryId() {
            return entry.entryId();
        }
    }

    /** The entry shall go. */
    record Withdraw(String orderId, Instant orderedAt, String entryId) implements EntryOrder {}
}
