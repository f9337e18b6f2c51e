package io.tollgate.schemas.input;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the ids in records must be, so that they can be parts of keys, however often they are repeated in what follows. */
public final class Identifiers {

    /** Far more than any id has, and so few that no record of ours grows too large for its topic by ids. */
    static final int MOST_BYTES = 1024;

    private static final int MOST_BYTES_OF_A_CHAR = 3;

    private Identifiers() {}

    /** Empty, with a NUL (that divides the parts of a key), or too long; null: none of these. */
    public static @Nullable Fault fault(String field, String value) {
        if (value.isEmpty()) {
            return new Fault(field, "is empty");
        }
        if (value.indexOf('\0') >= 0) {
            return new Fault(field, "has a NUL");
        }
        return tooLong(field, value);
    }

    /** The fault of one that is too long; null: it is not, or there is none. */
    public static @Nullable Fault tooLong(String field, @Nullable String value) {
        if (value == null
                || value.length() <= MOST_BYTES / MOST_BYTES_OF_A_CHAR
                || value.length() <= MOST_BYTES && value.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES) {
            return null;
        }
        return new Fault(field, "has more than " + MOST_BYTES + " bytes");
    }

    /** The fault of an id, or of a record whose key does not say it; null: neither. */
    public static @Nullable Fault keyFault(String key, String field, String value) {
        Fault fault = fault(field, value);
        if (fault == null && !key.equals(value)) {
            return new Fault(null, "key and " + field + " differ");
        }
        return fault;
    }
}
