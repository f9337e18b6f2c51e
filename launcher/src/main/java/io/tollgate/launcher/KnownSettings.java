package io.tollgate.launcher;

import io.tollgate.enforcement.config.EnforcementOptions;
import io.tollgate.schemas.setting.ClusterSettings;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.SettingSources;
import io.tollgate.schemas.setting.Settings;
import io.tollgate.schemas.setting.SettingsRefused;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Every setting of Tollgate, and what the commands have in common when they read them. */
final class KnownSettings {

    /** In the order of the README's table. */
    static final List<Setting<?>> ALL =
            union(GatewayPart.SETTINGS, StreamsPart.SETTINGS, List.of(EnforcementOptions.REBUILD));

    private KnownSettings() {}

    /** One list without repetitions: some settings belong to several services. */
    @SafeVarargs
    static List<Setting<?>> union(List<? extends Setting<?>>... lists) {
        Map<String, Setting<?>> byKey = new LinkedHashMap<>();
        for (List<? extends Setting<?>> list : lists) {
            list.forEach(setting -> byKey.putIfAbsent(setting.key(), setting));
        }
        return List.copyOf(byKey.values());
    }

    static Settings read(List<Setting<?>> declared, SettingSources sources) {
        return Settings.read(declared, ALL, sources);
    }

    /** The file that {@code kafka-properties} names, empty without one. */
    static Map<String, String> kafkaProperties(Settings settings) {
        Path file = settings.optional(ClusterSettings.KAFKA_PROPERTIES).orElse(null);
        if (file == null) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsRefused(
                    Settings.fault("kafka-properties", file.toString(), "a readable file of Java properties"));
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : new ArrayList<>(properties.stringPropertyNames())) {
            values.put(key, properties.getProperty(key));
        }
        return values;
    }
}
