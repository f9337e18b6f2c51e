package io.tollgate.enforcement;

import io.tollgate.schemas.setting.HostPort;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where others find what listens here. */
final class Advertised {

    private Advertised() {}

    /** The address itself; this host's name instead of a wildcard, which would lead everybody to himself. */
    static HostPort of(HostPort listening) {
        var address = listening.toSocketAddress().getAddress();
        if (address == null || !address.isAnyLocalAddress()) {
            return listening;
        }
        try {
            return new HostPort(InetAddress.getLocalHost().getHostName(), listening.port());
        } catch (UnknownHostException nameless) {
            return new HostPort(InetAddress.getLoopbackAddress().getHostAddress(), listening.port());
        }
    }
}
