package io.tollgate.schemas.setting;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The three places that a value can come from, as plain text; the first that names a key wins. The maps are copied, so
 * that nothing reads the environment a second time.
 *
 * @param options by key, without dashes
 * @param environment all of it: what is not ours is passed over
 * @param file by key
 */
public record SettingSources(Map<String, String> options, Map<String, String> environment, Map<String, String> file) {

    public SettingSources {
        options = Map.copyOf(options);
        environment = Map.copyOf(environment);
        file = Map.copyOf(file);
    }

    /** Options and environment, without a file. */
    public static SettingSources of(Map<String, String> options, Map<String, String> environment) {
        return new SettingSources(options, environment, Map.of());
    }

    /** Adds the file that option {@code --config} or {@code TOLLGATE_CONFIG} names, if there is one. */
    public SettingSources withConfiguredFile() {
        String named = options.get("config");
        String path = named != null ? named : environment.getOrDefault("TOLLGATE_CONFIG", "");
        return path.isEmpty() && named == null ? this : new SettingSources(options, environment, load(path));
    }

    /** The same with a value that counts before all others: for what only the start itself could find out. */
    public SettingSources withOption(String key, String value) {
        Map<String, String> more = new TreeMap<>(options);
        more.put(key, value);
        return new SettingSources(more, environment, file);
    }

    /** The same with a value that counts after all others, before the declared default. */
    public SettingSources withDefault(String key, String value) {
        Map<String, String> more = new TreeMap<>(file);
        more.putIfAbsent(key, value);
        return new SettingSources(options, environment, more);
    }

    private static Map<String, String> load(String path) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(path), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsRefused(Settings.fault("config", path, "a readable file of Java properties"));
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }
}
