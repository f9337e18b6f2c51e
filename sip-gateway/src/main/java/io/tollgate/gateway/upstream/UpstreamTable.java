package io.tollgate.gateway.upstream;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The addresses of all upstream proxies as of one moment, the preferred first. Asked for every request, so its answers
 * make no garbage. Immutable.
 */
public final class UpstreamTable {
    private final List<UpstreamAddress> addresses;
    private final Set<InetSocketAddress> sockets;
    private final Set<InetAddress> hosts;

    /** A table of one address or more. */
    public UpstreamTable(List<UpstreamAddress> addresses) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no upstream");
        }
        this.addresses = List.copyOf(addresses);
        this.sockets =
                addresses.stream().map(address -> address.flow().remote()).collect(Collectors.toUnmodifiableSet());
        this.hosts = sockets.stream().map(InetSocketAddress::getAddress).collect(Collectors.toUnmodifiableSet());
    }

    /** All of them, the preferred first. */
    public List<UpstreamAddress> addresses() {
        return addresses;
    }

    /** Whether a proxy listens at this very address and port. */
    public boolean at(InetSocketAddress socket) {
        return sockets.contains(socket);
    }

    /** Whether a proxy has this address. */
    public boolean on(InetAddress host) {
        return hosts.contains(host);
    }

    /**
     * Whether a URI's host and port are a proxy's as configured.
     *
     * @param port the one that is meant
     */
    public boolean names(String host, int port) {
        for (int i = 0; i < addresses.size(); i++) {
            if (addresses.get(i).proxy().named(host, port)) {
                return true;
            }
        }
        return false;
    }
}
