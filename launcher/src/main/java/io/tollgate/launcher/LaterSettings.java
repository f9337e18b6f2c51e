package io.tollgate.launcher;

import io.tollgate.schemas.setting.Kind;
import io.tollgate.schemas.setting.Setting;
import java.util.List;

/**
 * Settings that are promised and that nothing obeys yet. Somebody who asks for TLS and gets none without a word would
 * believe himself safe, so giving one is a fault like a wrong value.
 */
final class LaterSettings {

    private static final Kind<String> NOT_YET = new Kind<>("it to be left out: it is not available yet", text -> {
        throw new IllegalArgumentException(text);
    });

    static final List<Setting<?>> ALL = List.of(
            later("sips", "Where to listen for SIP over TLS."),
            later("tls-cert", "Certificate chain for SIP over TLS."),
            later("tls-key", "Private key for SIP over TLS."));

    private LaterSettings() {}

    private static Setting<String> later(String key, String doc) {
        return Setting.optional(key, NOT_YET, doc);
    }
}
