package io.tollgate.launcher;

import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Kind;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.Settings;
import io.tollgate.schemas.setting.SipTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SIP gateway as the launcher sees it: what it is told, what it needs free, how it is started. */
final class GatewayPart implements AutoCloseable {

    static final Setting<HostPort> SIP =
            Setting.of("sip", Kind.listenAddress(), "127.0.0.1:5060", "Where to listen for SIP over UDP and TCP.");
    static final Setting<SipTarget> UPSTREAM =
            Setting.optional("upstream", Kind.sipTarget(), "The proxy that customers' calls go to.");
    static final Setting<Optional<HostPort>> HTTP = Setting.of(
            "gateway-http", Kind.orOff(Kind.listenAddress()), "127.0.0.1:8090", "The gateway's health and metrics.");
    static final Setting<String> ID = Setting.optional("gateway-id", Kind.text(), "The gateway's name.");
    static final Setting<Path> SECRET_FILE = Setting.optional("secret-file", Kind.path(), "Keys of tokens.");

    static final List<Setting<?>> SETTINGS = List.of(SIP, UPSTREAM, HTTP, ID, SECRET_FILE);

    private final Settings settings;

    private GatewayPart(Settings settings) {
        this.settings = settings;
    }

    static void check(Settings settings, Map<String, String> kafkaProperties) {
        settings.value(SIP);
    }

    static Path directory(Settings settings) {
        return settings.value(io.tollgate.schemas.setting.ClusterSettings.DATA).resolve("gateway-" + id(settings));
    }

    static String id(Settings settings) {
        return settings.optional(ID).orElse("x");
    }

    static GatewayPart start(Settings settings, Map<String, String> kafkaProperties) {
        return new GatewayPart(settings);
    }

    HostPort sip() {
        return settings.value(SIP);
    }

    String id() {
        return id(settings);
    }

    String upstream() {
        return settings.optional(UPSTREAM).map(SipTarget::toString).orElse("");
    }

    @Nullable
    String http() {
        return null;
    }

    @Override
    public void close() {}
}
