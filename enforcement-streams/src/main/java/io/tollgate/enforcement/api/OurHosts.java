package io.tollgate.enforcement.api;

import io.tollgate.schemas.setting.HostPort;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By which names we may be asked. A page of another site whose name was made to lead here (DNS rebinding) asks by that
 * name: so names are compared, never looked up. Safe for threads.
 */
final class OurHosts {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** What cannot be a name: a resolver is never asked for it. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-f.]*:[0-9a-f:.]*]");

    private final Set<String> names = new HashSet<>();
    private final boolean isEverywhere;

    /**
     * @param listen where we listen, as configured
     * @param advertised where others are told to find us; null: nowhere else
     */
    OurHosts(HostPort listen, @Nullable HostPort advertised) {
        names.add(written(listen.host()));
        if (advertised != null) {
            names.add(written(advertised.host()));
        }
        var bound = listen.toSocketAddress().getAddress();
        isEverywhere = bound != null && bound.isAnyLocalAddress();
        if (bound != null && !isEverywhere) {
            names.add(written(bound.getHostAddress()));
        }
        if (bound == null || isEverywhere || bound.isLoopbackAddress()) {
            names.addAll(LOOPBACK);
        }
        if (isEverywhere) {
            addThisMachine();
        }
    }

    private void addThisMachine() {
        try {
            names.add(written(InetAddress.getLocalHost().getHostName()));
        } catch (UnknownHostException nameless) {
            // It has its addresses.
        }
    }

    /** @param host as a Host header or an Origin has it, with or without port */
    boolean has(String host) {
        var name = withoutPort(host).toLowerCase(Locale.ROOT);
        return names.contains(name) || isEverywhere && ADDRESS.matcher(name).matches() && isThisMachines(name);
    }

    /** Asked each time: addresses come and go. */
    private static boolean isThisMachines(String address) {
        try {
            var literal = HostPort.parse(address + ":0").toSocketAddress().getAddress();
            return literal != null && NetworkInterface.getByInetAddress(literal) != null;
        } catch (IllegalArgumentException | SocketException strange) {
            return false;
        }
    }

    private static String written(String host) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host).toLowerCase(Locale.ROOT);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
