package io.tollgate.launcher;

import io.tollgate.gateway.Gateway;
import io.tollgate.gateway.config.GatewayOptions;
import io.tollgate.gateway.config.GatewaySettings;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.Settings;
import java.net.InetSocketAddress;
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
        for (Setting<HostPort> listener : GatewayOptions.STREAM_LISTENERS) {
            settings.optional(listener).ifPresent(address -> ports.tcp(listener, address));
        }
        settings.optional(GatewayOptions.HTTP)
                .or(() -> settings.optional(GatewayOptions.HTTP_WITHIN_UP))
                .flatMap(http -> http)
                .ifPresent(http -> ports.tcp(GatewayOptions.HTTP, http));
    }

    /** Keeps others from the gateway's directory, where its name is known before it listens. */
    static void lock(GatewaySettings settings, Closers closers) {
        InetSocketAddress sip = settings.transport().sip();
        if (settings.id() == null && sip.getPort() == 0) {
            return; // named after a port that nobody else can have
        }
        String id = settings.id(sip);
        closers.add(
                "gateway's lock",
                ProcessLock.take(settings.data().resolve("gateway-" + id), GatewayOptions.GATEWAY_ID.key(), id));
    }

    /** Starts and waits until it takes calls, which it does when it knows whom to refuse. */
    static Gateway start(GatewaySettings settings, Closers closers, Progress progress) {
        Gateway gateway = closers.add("gateway", Gateway.start(settings));
        closers.allow(settings.policy().drain());
        progress.say("SIP gateway " + gateway.id() + " at " + gateway.sip());
        Readiness.await(
                gateway::awaitServing,
                () -> "SIP gateway still reads blacklist, accounts and terminations; until then it refuses calls",
                progress);
        return gateway;
    }
}
