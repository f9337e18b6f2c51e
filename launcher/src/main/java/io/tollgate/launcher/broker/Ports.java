package io.tollgate.launcher.broker;

import io.tollgate.schemas.setting.HostPort;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Asks the system about ports before anything is started. A broker that finds its port taken says so in forty lines and
 * after five seconds; the operator needs one line at once. The answer may be out of date a moment later, so whoever
 * binds in earnest still has to expect a refusal.
 */
public final class Ports {

    private Ports() {}

    /** Whether somebody could listen there for TCP; port 0 can always be had on a host of ours. */
    public static boolean isFreeForTcp(HostPort address) {
        InetSocketAddress socketAddress = address.toSocketAddress();
        if (socketAddress.isUnresolved()) {
            return false;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as the servers do: a connection in TIME_WAIT is no listener
            socket.bind(socketAddress);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether somebody could listen there for UDP. */
    public static boolean isFreeForUdp(HostPort address) {
        InetSocketAddress socketAddress = address.toSocketAddress();
        if (socketAddress.isUnresolved()) {
            return false;
        }
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.bind(socketAddress);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A TCP port that is free at this instant. */
    static int anyFree(String host) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port on " + host, e);
        }
    }
}
