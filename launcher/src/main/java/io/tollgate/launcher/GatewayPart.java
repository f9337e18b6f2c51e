package io.tollgate.launcher;

import io.tollgate.gateway.Gateway;
import io.tollgate.gateway.config.GatewayOptions;
import io.tollgate.gateway.config.GatewaySettings;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.Settings;
import java.util.List;
import java.util.Map;

/** What the commands need to know of the gateway beside its own settings record. */
final class GatewayPart {

    static final List<Setting<?>> SETTINGS = GatewaySettings.ALL;
    static final List<Setting<?>> SETTINGS_WITHIN_UP = GatewaySettings.ALL_WITHIN_UP;

    private GatewayPart() {}

    /** The settings record; throws with all faults so far, its own too. */
    static GatewaySettings read(Settings settings, Map<String, String> kafkaProperties) {
        return GatewaySettings.of(settings, kafkaProperties);
    }

    static void checkPorts(Settings settings, PortCheck ports) {
        ports.udpAndTcp(GatewayOptions.SIP, settings.value(GatewayOptions.SIP));
        settings.optional(GatewayOptions.HTTP)
                .or(() -> settings.optional(GatewayOptions.HTTP_WITHIN_UP))
                .flatMap(http -> http)
                .ifPresent(http -> ports.tcp(GatewayOptions.HTTP, http));
    }

    static ProcessLock lock(GatewaySettings settings) {
        String id = settings.id(settings.transport().sip());
        return ProcessLock.take(settings.data().resolve("gateway-" + id), GatewayOptions.GATEWAY_ID.key(), id);
    }

    static Gateway start(GatewaySettings settings, Closers closers) {
        return closers.add("gateway", Gateway.start(settings));
    }
}
