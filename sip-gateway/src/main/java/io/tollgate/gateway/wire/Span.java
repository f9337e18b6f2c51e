package io.tollgate.gateway.wire;

/**
 * A stretch of a message's bytes. Immutable.
 *
 * @param start index of its first byte
 * @param end index after its last byte
 */
public record Span(int start, int end) {
    /** Its length in bytes. */
    public int length() {
        return end - start;
    }
}
