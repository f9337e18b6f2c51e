package io.tollgate.enforcement.processor;

import org.jspecify.annotations.Nullable;

/**
 * What became of an input record: every one is either accepted or set aside, and the stream goes on.
 *
 * @param <T> what a sound record means
 */
public sealed interface Read<T> {

    /**
     * It can be used.
     *
     * @param received its bytes, for those who may yet have to set it aside
     */
    record Accepted<T>(T meaning, byte @Nullable [] received) implements Read<T> {}

    /** It goes to the rejected input, as these bytes. */
    record Rejected<T>(byte[] value) implements Read<T> {}
}
