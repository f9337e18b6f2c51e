package io.tollgate.gateway.proxy;

import io.tollgate.gateway.identity.Network;
import io.tollgate.gateway.upstream.UpstreamProxy;
import io.tollgate.gateway.upstream.UpstreamTable;
import io.tollgate.gateway.upstream.Upstreams;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipUri;
import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which side of Tollgate something is on: the upstream's or the customers', and what is Tollgate itself. Safe for all
 * threads; only the upstream proxies' addresses ever change.
 *
 * @param local the bound address
 * @param upstreams the operator's proxies
 * @param upstreamNetworks more addresses that the upstream side calls from
 * @param advertised what Via, Record-Route and Path say: host:port, IPv6 in brackets
 * @param ownHosts names that mean us together with {@code ownPorts}, in lower case
 * @param ownAddresses addresses that do, however they are written
 */
public record Boundary(
        InetSocketAddress local,
        Upstreams upstreams,
        List<Network> upstreamNetworks,
        String advertised,
        Set<String> ownHosts,
        Set<InetAddress> ownAddresses,
        Set<Integer> ownPorts) {
    /** Whether a message that came this way is from the upstream's side. */
    boolean inside(Flow from) {
        InetAddress source = from.remote().getAddress();
        UpstreamTable proxies = upstreams.now();
        boolean itself = from.transport() == Transport.UDP || from.opened()
                ? proxies.at(from.remote())
                : proxies.on(source) && !source.isLoopbackAddress();
        if (itself) {
            return true;
        }
        for (Network network : upstreamNetworks) {
            if (network.contains(source)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a URI's host and port are Tollgate's. */
    boolean ours(SipUri uri) {
        if (!ownPorts.contains(uri.portOrDefault())) {
            return false;
        }
        InetAddress address = Literal.address(uri.host());
        return address == null
                ? ownHosts.contains(uri.host().toLowerCase(Locale.ROOT))
                : ownAddresses.contains(address);
    }

    /** Whether a URI names an upstream proxy, as configured or by an address of its. */
    boolean upstreams(SipUri uri) {
        UpstreamTable proxies = upstreams.now();
        int port = uri.portOrDefault();
        if (proxies.names(uri.host(), port)) {
            return true;
        }
        InetAddress address = Literal.address(uri.host());
        return address != null && proxies.at(new InetSocketAddress(address, port));
    }

    /** The value of our Via up to its branch. */
    String via(Transport transport, String branch) {
        return "SIP/2.0/" + transport.viaName() + " " + advertised + ";branch=" + branch;
    }

    /** A Record-Route or Path element of ours. */
    String element(Transport transport, String parameter) {
        return "<sip:" + advertised + (transport == Transport.UDP ? "" : ";transport=tcp") + ";lr;" + parameter + ">";
    }

    /** A URI that named us, with that proxy's host and port in the place of ours; user and parameters stay. */
    static String at(UpstreamProxy proxy, SipUri uri) {
        String user = uri.user();
        return uri.scheme() + ":" + (user == null ? "" : user + "@") + proxy.hostPort() + uri.parameters();
    }
}
