package io.tollgate.gateway.config;

import io.tollgate.gateway.upstream.UpstreamPolicy;
import io.tollgate.schemas.setting.Kind;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.Settings;
import java.time.Duration;
import java.util.List;

/** How the gateway deals with upstream proxies that do not serve, as settings. */
final class UpstreamOptions {
    static final Setting<Integer> CHECK_SECONDS = Setting.optional(
            "upstream-check-seconds",
            Kind.integer(0, 3_600),
            "How often each upstream is asked by OPTIONS whether it serves, 0 for never; left out, 10 where there are"
                    + " several.");

    static final Setting<Integer> FAILURES = Setting.of(
            "upstream-failures",
            Kind.integer(1, 1_000),
            "3",
            "Failures in a row after which an upstream is asked last; one answer ends that.");

    static final Setting<Integer> PATIENCE_MILLIS = Setting.of(
            "upstream-patience-millis",
            Kind.integer(100, 31_000),
            "4000",
            "How long an upstream may be silent before the next one is tried.");

    static final Setting<Integer> TRIES = Setting.of(
            "upstream-tries", Kind.integer(1, 16), "4", "To how many upstream addresses one request is sent at most.");

    static final List<Setting<?>> OWN = List.of(CHECK_SECONDS, FAILURES, PATIENCE_MILLIS, TRIES);

    private UpstreamOptions() {}

    static UpstreamPolicy of(Settings settings) {
        return new UpstreamPolicy(
                Duration.ofMillis(settings.value(PATIENCE_MILLIS)),
                settings.value(TRIES),
                settings.value(FAILURES),
                settings.optional(CHECK_SECONDS).map(Duration::ofSeconds).orElse(null));
    }
}
