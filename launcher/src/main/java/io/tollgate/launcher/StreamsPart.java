package io.tollgate.launcher;

import io.tollgate.enforcement.Enforcement;
import io.tollgate.enforcement.config.EnforcementOptions;
import io.tollgate.enforcement.config.EnforcementSettings;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.SettingSources;
import io.tollgate.schemas.setting.Settings;
import java.util.List;
import java.util.Map;

/** What the commands need to know of enforcement-streams beside its own settings record. */
final class StreamsPart {

    static final List<Setting<?>> SETTINGS = EnforcementSettings.ALL;

    private static final String API_TOKEN = "TOLLGATE_API_TOKEN";

    private StreamsPart() {}

    /** The settings record; its own faults are added to the others and still have to be refused. */
    static EnforcementSettings read(Settings settings, Map<String, String> kafkaProperties, SettingSources sources) {
        String token = sources.environment().getOrDefault(API_TOKEN, "");
        return EnforcementSettings.of(settings, kafkaProperties, token.isEmpty() ? null : token);
    }

    static void checkPorts(Settings settings, PortCheck ports) {
        settings.value(EnforcementOptions.HTTP).ifPresent(http -> ports.tcp(EnforcementOptions.HTTP, http));
    }

    static ProcessLock lock(EnforcementSettings settings) {
        return ProcessLock.take(
                settings.directory(), EnforcementOptions.INSTANCE.key(), String.valueOf(settings.instance()));
    }

    /** Starts and waits until it works, which takes as long as Kafka is away. */
    static Enforcement start(EnforcementSettings settings, Closers closers) {
        return closers.add("streams", Enforcement.start(settings));
    }
}
