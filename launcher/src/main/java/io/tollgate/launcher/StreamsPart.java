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

    /** Starts, which takes as long as Kafka is away; whether it works is for {@link #awaitRunning}. */
    static Enforcement start(EnforcementSettings settings, Closers closers) {
        return closers.add("streams", Enforcement.start(settings));
    }

    /** Waits until all tasks run: until then accounts are not watched, and the API cannot answer. */
    static void awaitRunning(Enforcement streams, Progress progress) {
        Readiness.await(streams::awaitRunning, () -> waitingFor(streams.health().state()), progress);
        progress.say("enforcement-streams" + (streams.http() == null ? "" : ", API at " + streams.http()));
    }

    /** Streams that gave up stay in this state for ever. */
    static String waitingFor(String state) {
        if (state.equals("error") || state.equals("pending_error")) {
            throw new IllegalStateException("enforcement-streams gave up, see the log above");
        }
        return "enforcement-streams are not running yet (" + state + "), waiting";
    }
}
