package io.tollgate.schemas.input;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** How large a stranger's record may be. */
public final class InputSize {

    /** Bytes of key, value and headers: a compressed batch may hold a record that could not be written again otherwise. */
    public static final int MOST_BYTES = 900_000;

    private InputSize() {}

    /** Bytes of key, value and headers, these at the most that their names can have. */
    public static int bytes(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        int bytes = length(key) + length(value);
        for (var header : headers) {
            bytes += 2 * header.key().length() + length(header.value());
        }
        return bytes;
    }

    /** The fault of a record that is too large; null: it is not. */
    public static @Nullable Fault fault(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return bytes(key, value, headers) <= MOST_BYTES ? null : new Fault(null, "more than " + MOST_BYTES + " bytes");
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
