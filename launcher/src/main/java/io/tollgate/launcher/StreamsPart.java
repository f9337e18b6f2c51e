package io.tollgate.launcher;

import io.tollgate.schemas.setting.ClusterSettings;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Kind;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Enforcement-streams as the launcher sees it: what it is told, what it needs free, how it is started. */
final class StreamsPart implements AutoCloseable {

    static final Setting<Optional<HostPort>> HTTP =
            Setting.of("http", Kind.orOff(Kind.listenAddress()), "127.0.0.1:8080", "API and console.");

    static final List<Setting<?>> SETTINGS = List.of(HTTP);

    private StreamsPart() {}

    static void check(Settings settings, Map<String, String> kafkaProperties, @Nullable String apiToken) {
        settings.value(HTTP);
    }

    static Path directory(Settings settings) {
        return settings.value(ClusterSettings.DATA).resolve("streams-1");
    }

    static StreamsPart start(Settings settings, Map<String, String> kafkaProperties, @Nullable String apiToken) {
        return new StreamsPart();
    }

    @Nullable
    String http() {
        return null;
    }

    @Override
    public void close() {}
}
