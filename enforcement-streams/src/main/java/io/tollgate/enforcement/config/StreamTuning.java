package io.tollgate.enforcement.config;

import io.tollgate.schemas.setting.Settings;
import java.time.Duration;

/**
 * What decides between latency and throughput. Immutable.
 *
 * @param threads stream threads of this process
 * @param standbys warm copies of each state elsewhere
 */
public record StreamTuning(int threads, int standbys, Duration commitInterval, Duration linger) {

    static StreamTuning of(Settings settings) {
        return new StreamTuning(
                settings.value(EnforcementOptions.THREADS),
                settings.value(EnforcementOptions.STANDBYS),
                settings.value(EnforcementOptions.COMMIT_INTERVAL),
                settings.value(EnforcementOptions.LINGER));
    }
}
