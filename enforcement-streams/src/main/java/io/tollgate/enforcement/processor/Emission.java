package io.tollgate.enforcement.processor;

import org.jspecify.annotations.Nullable;

/**
 * A record on its way out, encoded, with the name of the topic that it goes to; its key is the stream's. The drawing
 * sends each to the sink of that name.
 *
 * @param value null: a tombstone
 */
public record Emission(String topic, byte @Nullable [] value) {}
