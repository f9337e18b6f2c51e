package io.tollgate.launcher.broker;

import io.tollgate.schemas.setting.HostPort;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Asks the system about ports before anything is started. A broker that finds its port taken says so in forty lines and
 * after five seconds; the operator needs one line at once. The answer may be out of date a moment later, so whoever
 * binds in earnest still has to expect a refusal.
 */
public final class Ports {

    private Ports() {}

    /** Why nobody could listen there for TCP, completing "but ..."; empty if somebody could. */
    public static Optional<String> tcpRefusal(HostPort address) {
        return refusal(address.toSocketAddress(), Ports::bindTcp);
    }

    /** Why nobody could listen there for UDP, completing "but ..."; empty if somebody could. */
    public static Optional<String> udpRefusal(HostPort address) {
        return refusal(address.toSocketAddress(), Ports::bindUdp);
    }

    /** Takes an address and gives it back at once. */
    @FunctionalInterface
    interface Binding {
        void bind(InetSocketAddress address) throws IOException;
    }

    static Optional<String> refusal(InetSocketAddress address, Binding binding) {
        if (address.isUnresolved()) {
            return Optional.of("its host cannot be resolved");
        }
        Optional<String> said = tried(address, binding);
        if (said.isEmpty()) {
            return said;
        }
        // any port would do: what is refused now is the host
        if (tried(new InetSocketAddress(address.getAddress(), 0), binding).isPresent()) {
            return Optional.of("its host is not an address of this machine");
        }
        return said.map(Ports::inWords);
    }

    private static Optional<String> tried(InetSocketAddress address, Binding binding) {
        try {
            binding.bind(address);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static String inWords(String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("in use")) {
            return "it is in use";
        }
        boolean permission = lower.contains("permission") || lower.contains("permitted");
        return permission ? "this process is not permitted to take that port" : "the system says: " + said;
    }

    private static void bindTcp(InetSocketAddress address) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as the servers do: a connection in TIME_WAIT is no listener
            socket.bind(address);
        }
    }

    private static void bindUdp(InetSocketAddress address) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.bind(address);
        }
    }

    /** The first of these ports that is another: one that was looked for and not taken yet may be found again. */
    static int otherThan(int port, IntSupplier free) {
        int found = free.getAsInt();
        while (found == port) {
            found = free.getAsInt();
        }
        return found;
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
