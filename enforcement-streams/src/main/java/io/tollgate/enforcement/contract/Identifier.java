package io.tollgate.enforcement.contract;

import io.tollgate.enforcement.decision.InvalidInput;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the ids in records must be, so that they can be parts of keys, however often they are repeated in what follows. */
final class Identifier {

    /** Far more than any id has, and so few that no record of ours grows too large for its topic by ids. */
    static final int MOST_BYTES = 1024;

    private static final int MOST_BYTES_OF_A_CHAR = 3;

    private Identifier() {}

    /** Refuses an empty one, one with a NUL (that divides the parts of a key), and one that is too long. */
    static void require(String name, String value) {
        InvalidInput.unless(!value.isEmpty(), name, "is empty");
        InvalidInput.unless(value.indexOf('\0') < 0, name, "has a NUL");
        requireShort(name, value);
    }

    /** Refuses only one that is too long; null is none. */
    static void requireShort(String name, @Nullable String value) {
        if (value != null && value.length() > MOST_BYTES / MOST_BYTES_OF_A_CHAR) {
            InvalidInput.unless(
                    value.length() <= MOST_BYTES && value.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES,
                    name,
                    "has more than " + MOST_BYTES + " bytes");
        }
    }

    /** Refuses a record whose key does not say what it says itself. */
    static void requireKey(String key, String name, String value) {
        require(name, value);
        InvalidInput.unless(key.equals(value), "key and " + name + " differ");
    }
}
