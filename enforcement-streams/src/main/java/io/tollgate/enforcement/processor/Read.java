package io.tollgate.enforcement.processor;

/**
 * What became of an input record: every one is either accepted or set aside, and the stream goes on.
 *
 * @param <T> what a sound record means
 */
public sealed interface Read<T> {

    /** It can be used. */
    record Accepted<T>(T meaning) implements Read<T> {}

    /** It goes to the rejected input, as these bytes. */
    record Rejected<T>(byte[] value) implements Read<T> {}
}
