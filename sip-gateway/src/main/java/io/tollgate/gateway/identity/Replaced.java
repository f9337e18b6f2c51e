package io.tollgate.gateway.identity;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The dialog that an INVITE takes the place of (RFC 3891). Immutable.
 *
 * @param toTag empty: none is named
 * @param fromTag likewise
 */
public record Replaced(String callId, String toTag, String fromTag) {
    /** Of a Replaces header's value; null where there is none. */
    public static @Nullable Replaced of(@Nullable String value) {
        if (value == null) {
            return null;
        }
        String[] parts = value.split(";");
        return new Replaced(parts[0].strip(), parameter(parts, "to-tag"), parameter(parts, "from-tag"));
    }

    private static String parameter(String[] parts, String name) {
        for (String part : parts) {
            String[] pair = part.split("=", 2);
            if (pair.length == 2 && pair[0].strip().toLowerCase(Locale.ROOT).equals(name)) {
                return pair[1].strip();
            }
        }
        return "";
    }
}
