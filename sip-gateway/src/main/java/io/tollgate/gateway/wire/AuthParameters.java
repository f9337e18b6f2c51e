package io.tollgate.gateway.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a challenge or of credentials (RFC 3261 section 25.1 `auth-param`, RFC 9110 section 11.2), as whoever is
 * lenient reads them: blanks around the equals sign, commas that are missing, quotes that are not closed. Names are
 * compared whole and values unquoted, so that nothing hides in another parameter. Immutable.
 */
public final class AuthParameters {
    private record Parameter(String name, String value) {}

    private final String text;
    private final List<Parameter> all = new ArrayList<>();
    private int at;

    private AuthParameters(String text) {
        this.text = text;
        while (skip(" \t\r\n,", true)) {
            int from = at;
            skip(" \t\r\n,=\"", false);
            String name = text.substring(from, at);
            skip(" \t\r\n", true);
            if (here('=')) {
                at++;
                skip(" \t\r\n", true);
                all.add(new Parameter(name.toLowerCase(Locale.ROOT), here('"') ? quoted() : plain()));
            } else if (here('"')) {
                quoted();
            }
        }
    }

    /** Of one header's value; null has none. The scheme in front is no parameter. */
    public static AuthParameters of(@Nullable String value) {
        return new AuthParameters(value == null ? "" : value);
    }

    /** The first value under this name, or null. */
    public @Nullable String value(String lowerName) {
        List<String> values = values(lowerName);
        return values.isEmpty() ? null : values.get(0);
    }

    /** All values under this name, in order. */
    public List<String> values(String lowerName) {
        return all.stream()
                .filter(parameter -> parameter.name().equals(lowerName))
                .map(Parameter::value)
                .toList();
    }

    private boolean here(char wanted) {
        return at < text.length() && text.charAt(at) == wanted;
    }

    /** Goes on as long as characters are among these, or are not; whether any text is left. */
    private boolean skip(String these, boolean among) {
        while (at < text.length() && these.indexOf(text.charAt(at)) >= 0 == among) {
            at++;
        }
        return at < text.length();
    }

    private String plain() {
        int from = at;
        skip(" \t\r\n,", false);
        return text.substring(from, at);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at));
        }
        at++;
        return value.toString();
    }
}
