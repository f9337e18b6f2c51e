package io.tollgate.gateway.token;

import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;

/**
 * Where one side of a call is reached. Immutable.
 *
 * @param address resolved
 */
public record Hop(Transport transport, InetSocketAddress address) {
    public Hop {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(address + " is not resolved");
        }
    }
}
