package io.tollgate.enforcement.config;

import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the API shows, to whom, and how far back. Immutable.
 *
 * @param advertise where other instances reach this one's API; null: where it listens
 * @param listeners most clients of the events at one time
 * @param history how far back what has happened is read at the start
 */
public record ReadSettings(@Nullable HostPort advertise, int listeners, Duration history) {

    static ReadSettings of(Settings settings) {
        return new ReadSettings(
                settings.isGiven(EnforcementOptions.HTTP_ADVERTISE)
                        ? settings.value(EnforcementOptions.HTTP_ADVERTISE)
                        : null,
                settings.value(EnforcementOptions.EVENT_CLIENTS),
                settings.value(EnforcementOptions.EVENT_HISTORY));
    }
}
