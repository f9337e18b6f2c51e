package io.tollgate.launcher;

import io.tollgate.launcher.broker.Ports;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.Settings;
import java.util.HashSet;
import java.util.Set;

/** Looks at every port that is about to be taken and adds a fault for each that cannot be had. */
final class PortCheck {

    private final Settings settings;
    private final Set<HostPort> seen = new HashSet<>();

    PortCheck(Settings settings) {
        this.settings = settings;
    }

    void tcp(Setting<?> setting, HostPort address) {
        boolean ours = address.port() != 0 && !seen.add(address);
        settings.require(!ours, setting, "a port that no other setting names");
        settings.require(ours || Ports.isFreeForTcp(address), setting, "a port that is free for TCP, but it is in use");
    }

    void udpAndTcp(Setting<?> setting, HostPort address) {
        tcp(setting, address);
        settings.require(Ports.isFreeForUdp(address), setting, "a port that is free for UDP, but it is in use");
    }
}
