package io.tollgate.schemas.setting;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One setting, declared once: its name in all three spellings, what its value means, its default and one sentence of
 * explanation. Services keep theirs as constants beside the settings record that they fill, so that a test can pin names
 * and defaults and the README's table can be compared with them. Immutable.
 *
 * @param key the option without dashes; its unit, if it has one, comes last
 * @param kind how a value is read
 * @param defaultText as it would be written in the file; null where there is none
 * @param doc one sentence for {@code --help} and the README
 */
public record Setting<T>(String key, Kind<T> kind, @Nullable String defaultText, String doc) {

    /** Every environment variable that starts so is ours, and is refused where it is unknown. */
    public static final String ENVIRONMENT_PREFIX = "TOLLGATE_";

    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    public Setting {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("key '" + key + "' is not lower-case words joined by dashes");
        }
        if (doc.isBlank()) {
            throw new IllegalArgumentException("setting " + key + " has no explanation");
        }
        if (defaultText != null) {
            kind.read(defaultText); // a default that its own kind refuses is a bug: found by whoever loads the class
        }
    }

    /** A setting that always has a value. */
    public static <T> Setting<T> of(String key, Kind<T> kind, String defaultText, String doc) {
        return new Setting<>(key, kind, defaultText, doc);
    }

    /** A setting that may be left out. */
    public static <T> Setting<T> optional(String key, Kind<T> kind, String doc) {
        return new Setting<>(key, kind, null, doc);
    }

    /** A setting that is off until named: as an option it needs no value. */
    public static Setting<Boolean> flag(String key, String doc) {
        return new Setting<>(key, Kind.bool(), "false", doc);
    }

    /** As on the command line: {@code --gateway-http}. */
    public String option() {
        return "--" + key;
    }

    /** As in the environment: {@code TOLLGATE_GATEWAY_HTTP}. */
    public String environmentName() {
        return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
