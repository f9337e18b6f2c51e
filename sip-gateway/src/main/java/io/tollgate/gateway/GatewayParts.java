package io.tollgate.gateway;

import io.tollgate.gateway.capture.SignallingCopies;
import io.tollgate.gateway.config.GatewaySettings;
import io.tollgate.gateway.config.HepSettings;
import io.tollgate.gateway.names.SipNames;
import io.tollgate.gateway.names.UpstreamNames;
import io.tollgate.gateway.proxy.Boundary;
import io.tollgate.gateway.proxy.Listeners;
import io.tollgate.gateway.proxy.Listeners.Listener;
import io.tollgate.gateway.proxy.SteadyClock;
import io.tollgate.gateway.store.GatewayStore;
import io.tollgate.gateway.transport.SipTransports;
import io.tollgate.gateway.upstream.UpstreamRoute;
import io.tollgate.gateway.upstream.Upstreams;
import io.tollgate.gateway.wire.Ip;
import io.tollgate.gateway.wire.Transport;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.SettingsRefused;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the proxy must know of its surroundings, made of settings and the port that was bound. Stateless. */
final class GatewayParts {
    private static final Logger LOGGER = LoggerFactory.getLogger(GatewayParts.class);
    private static final Duration FIRST_NAMES = Duration.ofSeconds(10);
    private static final Duration SHORTEST_NAME = Duration.ofSeconds(5);

    private GatewayParts() {}

    /**
     * Which side is which.
     *
     * @throws SettingsRefused if no upstream's name can be resolved
     */
    static Boundary boundary(GatewaySettings settings, SipTransports transports, UpstreamNames names) {
        return new Boundary(
                listeners(settings, transports),
                upstreams(settings, names),
                settings.upstream().networks());
    }

    /** Where it listens, and what names it. */
    static Listeners listeners(GatewaySettings settings, SipTransports transports) {
        HostPort sip = advertised(settings, transports.local());
        HostPort v6 = settings.advertiseIpv6();
        Map<Transport, Listener> listeners = new EnumMap<>(Transport.class);
        Set<String> hosts = new HashSet<>();
        Set<InetAddress> addresses = new HashSet<>();
        Set<Integer> ports = new HashSet<>();
        for (Transport transport : Transport.values()) {
            InetSocketAddress local = transports.local(transport);
            if (local == null) {
                continue;
            }
            boolean plain = transport == Transport.UDP || transport == Transport.TCP;
            HostPort advertised = plain
                    ? sip
                    : transport == Transport.TLS ? advertisedForTls(settings, local) : sip.withPort(local.getPort());
            HostPort forV6 = v6 == null || plain ? v6 : v6.withPort(local.getPort());
            listeners.put(
                    transport, new Listener(local, advertised.toString(), forV6 == null ? null : forV6.toString()));
            ports.add(local.getPort());
            for (HostPort told : forV6 == null ? List.of(advertised) : List.of(advertised, forV6)) {
                hosts.add(told.host().toLowerCase(Locale.ROOT));
                ports.add(told.port());
                add(told, addresses);
            }
        }
        HostPort among = settings.gatewayAddress();
        if (among != null) {
            hosts.add(among.host().toLowerCase(Locale.ROOT));
            ports.add(bound(among, transports.local()).port());
            add(among, addresses);
        }
        if (transports.local().getAddress().isLoopbackAddress()) {
            hosts.add("localhost");
        }
        Set<InetSocketAddress> sockets = new HashSet<>();
        listeners.values().forEach(listener -> sockets.addAll(sockets(listener.local())));
        return new Listeners(listeners, hosts, addresses, ports, sockets);
    }

    /** A wildcard of IPv6, as TCP's is on most machines whatever was written, takes both families. */
    private static Set<InetSocketAddress> sockets(InetSocketAddress local) {
        return !local.getAddress().isAnyLocalAddress()
                ? Set.of(local)
                : thisMachines().stream()
                        .filter(address ->
                                local.getAddress() instanceof Inet6Address || address instanceof Inet4Address)
                        .map(address -> new InetSocketAddress(address, local.getPort()))
                        .collect(Collectors.toSet());
    }

    /** What a wildcard stands for, as of now: what moves here later is to be told with {@code advertise}. */
    private static List<InetAddress> thisMachines() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(GatewayParts::withoutScope)
                    .toList();
        } catch (SocketException e) {
            LOGGER.atWarn().setCause(e).log("this machine's addresses are not known");
            return List.of();
        }
    }

    /** Nobody writes the interface's name into a URI. */
    private static InetAddress withoutScope(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void add(HostPort name, Set<InetAddress> addresses) {
        InetSocketAddress known = name.toSocketAddress();
        if (!known.isUnresolved()) {
            addresses.add(known.getAddress());
        }
    }

    /** Where other gateways reach this one; empty: it does not know. */
    static String self(GatewaySettings settings, InetSocketAddress local) {
        HostPort told = settings.gatewayAddress();
        if (told != null) {
            return bound(told, local).toString();
        }
        InetAddress host = local.getAddress();
        return host.isAnyLocalAddress() ? "" : new HostPort(Ip.text(host), local.getPort()).toString();
    }

    private static HostPort bound(HostPort told, InetSocketAddress local) {
        return told.port() == 0 ? told.withPort(local.getPort()) : told;
    }

    /** What keeps the upstream's addresses up to date. */
    static UpstreamNames upstreamNames(GatewaySettings settings, SipTransports transports) {
        InetAddress own = transports.local().getAddress();
        List<InetSocketAddress> servers = settings.upstream().dnsServers().stream()
                .map(HostPort::toSocketAddress)
                .toList();
        // A socket bound to :: speaks both; any other only its own family.
        SipNames names = new SipNames(
                servers,
                address ->
                        own instanceof Inet6Address && own.isAnyLocalAddress() || own.getClass() == address.getClass());
        return new UpstreamNames(
                names,
                settings.upstream().targets(),
                transport -> {
                    InetSocketAddress local = transports.local(transport);
                    return local == null ? transports.local() : local;
                },
                SHORTEST_NAME);
    }

    private static Upstreams upstreams(GatewaySettings settings, UpstreamNames names) {
        List<UpstreamRoute> routes = names.first(FIRST_NAMES);
        if (routes.isEmpty()) {
            throw new SettingsRefused(names.proxies().stream()
                    .map(proxy -> "--upstream: " + proxy.name() + ", expected a host that can be resolved")
                    .toList());
        }
        Upstreams upstreams = new Upstreams(settings.upstream().policy(), names.proxies(), routes);
        names.keep(upstreams);
        return upstreams;
    }

    /**
     * What this gateway keeps on its own disk.
     *
     * @throws SettingsRefused if it cannot be opened, however often it is begun afresh
     */
    static GatewayStore store(GatewaySettings settings, String id) {
        Path directory = settings.data().resolve("gateway-" + id).resolve("store");
        try {
            return GatewayStore.open(directory);
        } catch (IOException e) {
            throw new SettingsRefused(List.of("--data: " + settings.data()
                    + ", expected a directory that can be written and is not in use: " + e.getMessage()));
        }
    }

    /**
     * Copies of the signalling, where they are wanted; they have begun.
     *
     * @throws SettingsRefused if the collector's name cannot be resolved, or no socket be had
     */
    static @Nullable SignallingCopies copies(GatewaySettings settings, InetSocketAddress local, SteadyClock clock) {
        HepSettings hep = settings.hep();
        if (hep == null) {
            return null;
        }
        InetSocketAddress collector = hep.collector().toSocketAddress();
        if (collector.isUnresolved()) {
            throw new SettingsRefused(List.of("--hep: " + hep.collector() + ", expected a host that can be resolved"));
        }
        InetAddress advertised = advertised(settings, local).toSocketAddress().getAddress();
        try {
            return SignallingCopies.start(
                    hep, collector, advertised == null ? local.getAddress() : advertised, clock::micros, task -> {
                        Thread thread = new Thread(task, "sip-copies");
                        thread.setDaemon(true);
                        return thread;
                    });
        } catch (IOException e) {
            throw new SettingsRefused(List.of("--hep: " + hep.collector() + ", expected a socket for it: " + e));
        }
    }

    /** What others are told to send to. */
    static HostPort advertised(GatewaySettings settings, InetSocketAddress local) {
        HostPort advertise = settings.advertise();
        if (advertise == null) {
            return new HostPort(Ip.text(local.getAddress()), local.getPort());
        }
        return bound(advertise, local);
    }

    /** What others are told to send to over TLS; null without it. */
    static @Nullable HostPort advertisedForTls(GatewaySettings settings, SipTransports transports) {
        InetSocketAddress local = transports.local(Transport.TLS);
        return local == null ? null : advertisedForTls(settings, local);
    }

    private static HostPort advertisedForTls(GatewaySettings settings, InetSocketAddress local) {
        HostPort advertise = settings.advertiseSips();
        return advertise == null ? advertised(settings, local).withPort(local.getPort()) : advertise;
    }
}
