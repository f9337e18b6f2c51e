package io.tollgate.gateway.config;

import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Kind;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where copies of the signalling go. Immutable.
 *
 * @param collector where HEP is taken, over UDP
 * @param captureId which of the collector's sources this gateway is
 * @param password what the collector knows its sources by; null: none
 */
public record HepSettings(
        HostPort collector, long captureId, @Nullable String password) {
    private static final long LARGEST_ID = (1L << 32) - 1;

    static final Setting<HostPort> HEP = Setting.optional(
            "hep", Kind.address(), "Where copies of all SIP messages go, over UDP as HEP3; left out, nowhere.");

    static final Setting<Long> CAPTURE_ID = Setting.of(
            "hep-capture-id",
            Kind.longInteger(0, LARGEST_ID),
            "1",
            "Which of the HEP collector's sources this gateway is.");

    static final Setting<String> PASSWORD = Setting.optional(
            "hep-password", Kind.text(), "What the HEP collector knows its sources by; left out, none is sent.");

    static final List<Setting<?>> OWN = List.of(HEP, CAPTURE_ID, PASSWORD);

    /** Null: no copies. */
    static @Nullable HepSettings of(Settings settings) {
        return settings.optional(HEP)
                .map(collector -> new HepSettings(
                        collector,
                        settings.value(CAPTURE_ID),
                        settings.optional(PASSWORD).orElse(null)))
                .orElse(null);
    }
}
