package io.tollgate.enforcement.feed;

import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read from its topic. Immutable, as long as nobody changes the record.
 *
 * @param type the class of the topic's records
 * @param value null: what the key names was removed
 * @param at the record's own time stamp
 * @param live false: it was there before the feed was, and is told for the sake of those who remember
 */
public record Heard(
        Class<? extends SpecificRecord> type,
        String key,
        @Nullable SpecificRecord value,
        Instant at,
        boolean live) {}
