package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.dialog.LegState;
import io.tollgate.gateway.identity.Network;
import io.tollgate.gateway.upstream.UpstreamProxy;
import io.tollgate.gateway.upstream.UpstreamRoute;
import io.tollgate.gateway.upstream.Upstreams;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Ip;
import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextHopTest {
    private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.100", 5060);
    private static final long LIVES = 7;

    private final Upstreams upstreams = Upstreams.of(
            upstream(Transport.UDP, "192.0.2.2", 5060, new InetSocketAddress("192.0.2.2", 5060)),
            upstream(Transport.TLS, "proxy.example", -1, named("proxy.example", 4, 5071)),
            upstream(Transport.TLS, "other.example", -1, named("other.example", 5, 5071)));
    private final Boundary boundary = new Boundary(
            listeners(), upstreams, List.of(Network.parse("198.51.100.0/24"), Network.parse("192.0.2.0/28")));
    private final NextHop hops =
            new NextHop(boundary, flow -> flow.transport() == Transport.UDP || flow.connection() == LIVES, name -> {
                throw new AssertionError("a name is looked up");
            });

    private static UpstreamRoute upstream(Transport transport, String host, int port, InetSocketAddress address) {
        return new UpstreamRoute(new UpstreamProxy(host, port), Flow.to(transport, LOCAL, address), 0, 1);
    }

    private static InetSocketAddress named(String name, int last, int port) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(name, new byte[] {(byte) 192, 0, 2, (byte) last}), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Listeners listeners() {
        Map<Transport, Listeners.Listener> own = new EnumMap<>(Transport.class);
        for (Transport transport : Transport.values()) {
            own.put(transport, new Listeners.Listener(LOCAL, "192.0.2.100:5060", null));
        }
        return new Listeners(own, Set.of(), Set.of(LOCAL.getAddress()), Set.of(5060), Set.of());
    }

    private @Nullable Flow hop(String uri, Flow known) {
        AtomicReference<@Nullable Flow> found = new AtomicReference<>();
        hops.locate(uri, known, Runnable::run, found::set);
        return found.get();
    }

    private static Flow from(Transport transport, String host, int port, long connection) {
        return new Flow(transport, LOCAL, new InetSocketAddress(host, port), connection, false);
    }

    private static String text(@Nullable Flow flow) {
        return flow == null ? "nowhere" : Ip.hostPort(flow.remote()) + ' ' + flow.transport() + ' ' + flow.connection();
    }

    /** A customer who came from 203.0.113.9:43210. */
    @ParameterizedTest
    @CsvSource({
        "TCP, 7, sip:203.0.113.9:5080;transport=tcp, 203.0.113.9:43210 TCP 7",
        "TCP, 8, sip:203.0.113.9:5080;transport=tcp, 203.0.113.9:5080 TCP 0",
        "TCP, 0, sip:203.0.113.9;transport=tcp, 203.0.113.9:5060 TCP 0",
        "TCP, 8, sip:203.0.113.9:43210;transport=tcp, 203.0.113.9:43210 TCP 0",
        "TLS, 8, sips:203.0.113.9, 203.0.113.9:5061 TLS 0",
        "TCP, 8, sip:192.168.1.2:5080;transport=tcp, 203.0.113.9:43210 TCP 8",
        "TCP, 8, sip:pbx.example;transport=tcp, 203.0.113.9:43210 TCP 8",
        "TCP, 8, sip:203.0.113.9:5080, 203.0.113.9:43210 TCP 8",
        "WS, 8, sip:203.0.113.9:5080;transport=ws, 203.0.113.9:43210 WS 8",
        "UDP, 0, sip:203.0.113.9:5080, 203.0.113.9:5080 UDP 0",
        "UDP, 0, sip:192.168.1.2:5080, 203.0.113.9:43210 UDP 0",
        "UDP, 0, sip:203.0.113.9:5080;transport=tcp, 203.0.113.9:43210 UDP 0",
    })
    void shouldMakeANewConnectionOnlyWhereTheOldOneHasEnded(
            Transport transport, long connection, String contact, String hop) {
        Flow known = from(transport, "203.0.113.9", 43210, connection);

        assertThat(text(hop(contact, known))).isEqualTo(hop);
    }

    /** The upstream's connection that ended is not asked for again. */
    @ParameterizedTest
    @CsvSource({"7, 198.51.100.3:5060 TCP 7", "8, 198.51.100.3:5060 TCP 0"})
    void shouldNotNameAConnectionThatHasEnded(long connection, String hop) {
        Flow known = from(Transport.TCP, "198.51.100.3", 5060, connection);

        assertThat(text(hop("sip:198.51.100.3;transport=tcp", known))).isEqualTo(hop);
    }

    /** What a customer's proxy behind NAT says of itself. */
    @ParameterizedTest
    @CsvSource({
        "sip:192.168.1.2;lr, 203.0.113.9:43210 UDP 0",
        "sip:pbx.example;lr, 203.0.113.9:43210 UDP 0",
        "sip:203.0.113.9:5070;lr, 203.0.113.9:5070 UDP 0",
    })
    void shouldNotBeSteeredByACustomersRecordRoute(String route, String hop) {
        LegDialog leg = new LegDialog(
                "c",
                new LegState(
                        "<sip:a@192.0.2.100>;tag=1",
                        "<sip:b@192.0.2.100>;tag=2",
                        "sip:a@192.168.1.7",
                        List.of('<' + route + '>'),
                        from(Transport.UDP, "203.0.113.9", 43210, Flow.NONE),
                        1));
        AtomicReference<@Nullable Flow> found = new AtomicReference<>();

        hops.locate(leg, Runnable::run, found::set);

        assertThat(text(found.get())).isEqualTo(hop);
    }

    /** Also after a restart, where only the address was kept; over TLS the name is to be proven. */
    @ParameterizedTest
    @CsvSource({
        "TLS, 192.0.2.4:5071;transport=tls, proxy.example",
        "TLS, 192.0.2.5:5071;transport=tls, other.example",
        "TLS, 192.0.2.4:5072;transport=tls, 192.0.2.4",
    })
    void shouldKnowTheNameOfAnUpstream(Transport transport, String target, String name) {
        Flow resumed = from(transport, "192.0.2.4", 5071, Flow.NONE);

        Flow hop = hop("sip:" + target, resumed);

        assertThat(hop).isNotNull();
        assertThat(hop.remote().getHostString()).isEqualTo(name);
    }

    /** Whose SRV records may name any port. */
    @ParameterizedTest
    @CsvSource({
        "sip:proxy.example;lr, 192.0.2.4, 192.0.2.4:5071 TLS 7",
        "sip:Proxy.Example;lr, 192.0.2.5, 192.0.2.4:5071 TLS 0",
        "sip:other.example;lr, 192.0.2.4, 192.0.2.5:5071 TLS 0",
    })
    void shouldStayWithTheUpstreamThatARouteNames(String route, String at, String hop) {
        assertThat(text(hop(route, from(Transport.TLS, at, 5071, LIVES)))).isEqualTo(hop);
    }
}
