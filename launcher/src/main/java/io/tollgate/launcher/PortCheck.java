package io.tollgate.launcher;

import io.tollgate.launcher.broker.Ports;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.Settings;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Looks at every address that is about to be taken and adds one fault, with its reason, for each that cannot be had. */
final class PortCheck {

    private final Settings settings;
    private final Set<HostPort> seen = new HashSet<>();

    PortCheck(Settings settings) {
        this.settings = settings;
    }

    void tcp(Setting<?> setting, HostPort address) {
        isFreeForTcp(setting, address);
    }

    void udpAndTcp(Setting<?> setting, HostPort address) {
        if (isFreeForTcp(setting, address)) {
            require(setting, "UDP", Ports.udpRefusal(address));
        }
    }

    private boolean isFreeForTcp(Setting<?> setting, HostPort address) {
        if (settings.isRefused(setting)) {
            return false; // the default stands in, which nobody is about to take
        }
        boolean ours = address.port() != 0 && !seen.add(address);
        settings.require(!ours, setting, "a port that no other setting names");
        Optional<String> refusal = ours ? Optional.empty() : Ports.tcpRefusal(address);
        require(setting, "TCP", refusal);
        return refusal.isEmpty();
    }

    private void require(Setting<?> setting, String protocol, Optional<String> refusal) {
        settings.require(
                refusal.isEmpty(), setting, "an address to listen on for " + protocol + ", but " + refusal.orElse(""));
    }
}
