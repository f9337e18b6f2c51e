package io.tollgate.gateway.transport;

import java.io.IOException;
import java.net.InetSocketAddress;

/** An address could not be bound; the message is one line that names it and why. */
public final class ListenFailed extends IOException {
    private final transient InetSocketAddress address;
    private final String setting;

    /**
     * Why an address could not be bound.
     *
     * @param setting the one that named the address
     */
    ListenFailed(String setting, InetSocketAddress address, String transport, Throwable cause) {
        super("cannot listen on " + address.getHostString() + ":" + address.getPort() + " (" + transport + "): "
                + cause.getMessage());
        initCause(cause);
        this.address = address;
        this.setting = setting;
    }

    public String setting() {
        return setting;
    }

    public InetSocketAddress address() {
        return address;
    }
}
