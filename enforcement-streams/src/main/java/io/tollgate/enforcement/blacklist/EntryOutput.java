package io.tollgate.enforcement.blacklist;

/** What goes to the blacklist topic. */
public sealed interface EntryOutput {

    /** The entry stands from now on, as it is here. */
    record Publish(Entry entry) implements EntryOutput {}

    /** The entry is gone. */
    record Remove(String entryId) implements EntryOutput {}
}
