package io.tollgate.launcher.broker;

import io.tollgate.schemas.setting.HostPort;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

/**
 * Where clients are told to connect. A broker that listens on every address ({@code 0.0.0.0}, {@code [::]}) has to name
 * one that can be connected to, and refuses to start otherwise. No state.
 */
final class Advertised {

    private static final String LOOPBACK = "127.0.0.1";

    private Advertised() {}

    /** The address itself; in place of a wildcard this machine's name, or loopback where the name leads elsewhere. */
    static HostPort of(HostPort listen) {
        InetAddress address = listen.toSocketAddress().getAddress();
        return address != null && address.isAnyLocalAddress() ? thisMachine(listen.port()) : listen;
    }

    private static HostPort thisMachine(int port) {
        try {
            InetAddress local = InetAddress.getLocalHost();
            if (NetworkInterface.getByInetAddress(local) != null) {
                return new HostPort(local.getHostName(), port);
            }
        } catch (UnknownHostException | SocketException | IllegalArgumentException e) {
            return new HostPort(LOOPBACK, port); // a machine that does not know its own name
        }
        return new HostPort(LOOPBACK, port);
    }
}
