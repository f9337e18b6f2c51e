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
import org.jspecify.annotations.Nullable;

/**
 * Which side of Tollgate something is on: the upstream's or the customers', and what is Tollgate itself. Safe for all
 * threads; only the upstream proxies' addresses ever change.
 *
 * @param own our own addresses
 * @param upstreams the operator's proxies
 * @param upstreamNetworks more addresses that the upstream side calls from
 */
public record Boundary(Listeners own, Upstreams upstreams, List<Network> upstreamNetworks) {
    /** The same for calls that only play: what becomes of them says nothing of the upstream. */
    Boundary another() {
        return new Boundary(own, upstreams.another(), upstreamNetworks);
    }

    /** Our end of a flow on this transport. */
    InetSocketAddress local(Transport transport) {
        return own.local(transport);
    }

    /**
     * The way to an address of which no more is known, as after a restart. A proxy's comes with the name that it was found by,
     * which over TLS it has to prove.
     */
    Flow way(Transport transport, InetSocketAddress address) {
        Flow proxys = upstreams.now().way(transport, address);
        return proxys != null ? proxys : Flow.to(transport, own.local(transport), address);
    }

    /** What others are told who are reached on this flow: host:port, IPv6 in brackets. */
    String advertised(Flow flow) {
        return own.advertised(flow);
    }

    /**
     * Whether a message that came this way is from the upstream's side. WebSocket is for browsers: what comes on it from
     * there passed somebody's web server.
     */
    boolean inside(Flow from) {
        if (from.transport().webSocket()) {
            return false;
        }
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

    /** Whether each way to the upstream is over TLS. */
    boolean upstreamSecure() {
        return upstreams.now().addresses().stream()
                .allMatch(address -> address.flow().transport().secure());
    }

    /** Whether a URI's host and port are Tollgate's. */
    boolean ours(SipUri uri) {
        return own.named(uri);
    }

    /**
     * The way to the proxy that a URI names as configured: its SRV records say more than its address would.
     *
     * @param known where the dialog is, which counts if that is an address of the proxy's
     */
    @Nullable
    Flow named(SipUri uri, Flow known) {
        return upstreams
                .now()
                .way(uri.host(), uri.portOrDefault(), known.remote().getAddress());
    }

    /** The value of our Via for what goes this way. */
    String via(Flow to, String branch) {
        return "SIP/2.0/" + to.transport().viaName() + " " + advertised(to) + ";branch=" + branch;
    }

    /**
     * A Record-Route or Path element of ours, for those who are reached this way.
     *
     * @param sips whether the request goes to a {@code sips:} URI: then all who follow our entry shall stay on TLS (RFC
     *     3261 section 16.6 step 4); else {@code transport=tls}, deprecated as it is, says what {@code sips:} could not
     *     without binding the far side too
     */
    String element(Flow side, boolean sips, String parameter) {
        Transport transport = side.transport();
        boolean scheme = sips && transport.secure();
        boolean unsaid = transport == Transport.UDP || scheme && transport == Transport.TLS;
        return "<" + (scheme ? "sips:" : "sip:") + advertised(side)
                + (unsaid ? "" : ";transport=" + transport.uriName()) + ";lr;" + parameter + ">";
    }

    /** A URI that named us, with that proxy's host and port in the place of ours; user and parameters stay. */
    static String at(UpstreamProxy proxy, SipUri uri) {
        String user = uri.user();
        return uri.scheme() + ":" + (user == null ? "" : user + "@") + proxy.hostPort() + uri.parameters();
    }
}
