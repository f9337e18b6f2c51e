package io.tollgate.gateway.config;

import io.tollgate.gateway.identity.Network;
import io.tollgate.schemas.setting.Kind;

/** Settings that are networks. Stateless. */
final class NetworkKind {
    static final Kind<Network> NETWORK = new Kind<>("a network such as 192.0.2.0/24 or 2001:db8::/32", text -> {
        Network network = Network.parse(text);
        if (network == null) {
            throw new IllegalArgumentException(text);
        }
        return network;
    });

    private NetworkKind() {}
}
