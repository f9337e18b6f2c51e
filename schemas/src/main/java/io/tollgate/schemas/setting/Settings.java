package io.tollgate.schemas.setting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of the declared settings, and all that was wrong with them. A start should name every fault at once and not
 * one for each try, so reading does not throw: who builds settings records from here adds what he finds with
 * {@link #require} and ends with {@link #refuseFaults()}. Used by one thread, at start.
 */
public final class Settings {

    /** Ours, but no settings: what the operator's verbs use, and what the start script passes to the JVM. */
    private static final Set<String> OTHER_ENVIRONMENT =
            Set.of("TOLLGATE_API", "TOLLGATE_API_TOKEN", "TOLLGATE_JAVA_OPTS");

    private final Map<Setting<?>, Object> values = new HashMap<>();
    private final Map<String, String> textsByKey = new HashMap<>();
    private final Set<String> refusedKeys = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    private Settings() {}

    /**
     * Reads what is declared.
     *
     * @param declared the settings that mean something to this process
     * @param known every setting of Tollgate: one that is not declared is passed over in file and environment, which
     *     several processes may share, and refused as an option
     */
    public static Settings read(
            Collection<? extends Setting<?>> declared, Collection<? extends Setting<?>> known, SettingSources sources) {
        Settings settings = new Settings();
        Map<String, Setting<?>> byKey = new TreeMap<>();
        for (Setting<?> setting : declared) {
            Setting<?> before = byKey.put(setting.key(), setting);
            if (before != null && !before.equals(setting)) {
                throw new IllegalStateException("setting " + setting.key() + " is declared twice, and differently");
            }
        }
        Set<String> knownKeys = new HashSet<>(byKey.keySet());
        known.forEach(setting -> knownKeys.add(setting.key()));
        settings.refuseUnknown(byKey.keySet(), knownKeys, sources);
        byKey.values().forEach(setting -> settings.read(setting, sources));
        return settings;
    }

    /** As {@link #read(Collection, Collection, SettingSources)} where the declared settings are all there are. */
    public static Settings read(Collection<? extends Setting<?>> declared, SettingSources sources) {
        return read(declared, declared, sources);
    }

    /** The one form of a fault: key, value, what was expected. */
    public static String fault(String key, String value, String expected) {
        return key + ": '" + value + "' is refused, expected " + expected;
    }

    private void refuseUnknown(Set<String> declared, Set<String> known, SettingSources sources) {
        Set<String> names = new HashSet<>(OTHER_ENVIRONMENT);
        known.forEach(key -> names.add(new Setting<>(key, Kind.text(), null, key).environmentName()));
        new TreeMap<>(sources.options()).forEach((key, value) -> {
            if (!declared.contains(key)) {
                faults.add(fault("--" + key, value, "an option of this command"));
            }
        });
        new TreeMap<>(sources.environment()).forEach((name, value) -> {
            if (name.startsWith(Setting.ENVIRONMENT_PREFIX) && !names.contains(name)) {
                faults.add(fault(name, value, "the name of a setting"));
            }
        });
        new TreeMap<>(sources.file()).forEach((key, value) -> {
            if (!known.contains(key)) {
                faults.add(fault(key + " (in the file)", value, "the name of a setting"));
            }
        });
    }

    private <T> void read(Setting<T> setting, SettingSources sources) {
        String key = setting.key();
        String text = sources.options().get(key);
        String named = setting.option();
        if (text == null) {
            text = sources.environment().get(setting.environmentName());
            named = setting.environmentName();
            if (text != null && text.isEmpty()) {
                text = null; // how a compose file passes a variable on that nobody has set
            }
        }
        if (text == null) {
            text = sources.file().get(key);
            named = key + " (in the file)";
        }
        if (text != null) {
            try {
                values.put(setting, setting.kind().read(text.strip()));
                textsByKey.put(key, text.strip());
                return;
            } catch (IllegalArgumentException e) {
                faults.add(fault(named, text, setting.kind().expected()));
                refusedKeys.add(key);
            }
        }
        if (setting.defaultText() != null) {
            values.put(setting, setting.kind().read(setting.defaultText()));
        }
    }

    /** The value; after a fault the default stands in, so that further checks can go on. */
    public <T> T value(Setting<T> setting) {
        T value = find(setting);
        if (value != null) {
            return value;
        }
        if (!faults.isEmpty()) {
            throw new SettingsRefused(faults);
        }
        throw new SettingsRefused(
                fault(setting.key(), "", setting.kind().expected() + ": it has no default and must be set"));
    }

    /** The value of a setting that may be left out. */
    public <T> Optional<T> optional(Setting<T> setting) {
        return Optional.ofNullable(find(setting));
    }

    /** Whether somebody gave a readable value, even if it is the default's. */
    public boolean isGiven(Setting<?> setting) {
        return textsByKey.containsKey(setting.key());
    }

    /** Whether somebody gave a value that is none: what stands in for it was nobody's choice, and is no further fault. */
    public boolean isRefused(Setting<?> setting) {
        return refusedKeys.contains(setting.key());
    }

    /** Adds a fault unless {@code legal}: for rules over more than one setting, or over the world outside. */
    public void require(boolean legal, Setting<?> setting, String expected) {
        if (!legal && !isRefused(setting)) {
            String text =
                    textsByKey.getOrDefault(setting.key(), setting.defaultText() == null ? "" : setting.defaultText());
            faults.add(fault(setting.option(), text, expected));
        }
    }

    /** All faults so far. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** Ends the reading: throws {@link SettingsRefused} with every fault, if there is any. */
    public void refuseFaults() {
        if (!faults.isEmpty()) {
            throw new SettingsRefused(faults);
        }
    }

    private <T> @Nullable T find(Setting<T> setting) {
        @SuppressWarnings("unchecked") // put there by read() from this very setting's kind
        T value = (T) values.get(setting);
        return value;
    }
}
