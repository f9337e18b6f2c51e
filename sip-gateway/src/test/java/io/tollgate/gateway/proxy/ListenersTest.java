package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.identity.Network;
import io.tollgate.gateway.proxy.Listeners.Listener;
import io.tollgate.gateway.upstream.UpstreamProxy;
import io.tollgate.gateway.upstream.UpstreamRoute;
import io.tollgate.gateway.upstream.Upstreams;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipUri;
import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenersTest {
    private static final InetSocketAddress BOUND = new InetSocketAddress("192.0.2.1", 5060);
    private static final InetSocketAddress UPSTREAM = new InetSocketAddress("192.0.2.10", 5060);
    private static final Listener PLAIN = new Listener(BOUND, "sip.example.net:5060", "[2001:db8::1]:5060");
    private static final Listener TLS =
            new Listener(new InetSocketAddress("192.0.2.1", 5061), "sip.example.net:5061", null);
    private static final Listener WSS =
            new Listener(new InetSocketAddress("192.0.2.1", 8443), "sip.example.net:443", null);

    private final Boundary boundary = new Boundary(
            new Listeners(
                    Map.of(
                            Transport.UDP, PLAIN,
                            Transport.TCP, PLAIN,
                            Transport.TLS, TLS,
                            Transport.WSS, WSS),
                    Set.of("sip.example.net"),
                    Set.of(BOUND.getAddress()),
                    Set.of(5060, 5061, 8443, 443),
                    Set.of(new InetSocketAddress("127.0.0.1", 443), new InetSocketAddress("192.0.2.44", 443))),
            Upstreams.of(new UpstreamRoute(
                    new UpstreamProxy("192.0.2.10", 5060), Flow.to(Transport.TCP, BOUND, UPSTREAM), 0, 1)),
            List.of(Objects.requireNonNull(Network.parse("198.51.100.0/24"))));

    private static Flow from(Transport transport, String address) throws Exception {
        return Flow.to(transport, BOUND, new InetSocketAddress(InetAddress.getByName(address), 40_000));
    }

    @ParameterizedTest
    @CsvSource({
        "UDP, 203.0.113.1, false, <sip:sip.example.net:5060;lr;tg=x>",
        "TCP, 203.0.113.1, false, <sip:sip.example.net:5060;transport=tcp;lr;tg=x>",
        "TLS, 203.0.113.1, false, <sip:sip.example.net:5061;transport=tls;lr;tg=x>",
        "TLS, 203.0.113.1, true, <sips:sip.example.net:5061;lr;tg=x>",
        "WSS, 203.0.113.1, false, <sip:sip.example.net:443;transport=ws;lr;tg=x>",
        "WSS, 203.0.113.1, true, <sips:sip.example.net:443;transport=ws;lr;tg=x>",
        "TCP, 203.0.113.1, true, <sip:sip.example.net:5060;transport=tcp;lr;tg=x>",
        "UDP, 2001:db8::9, false, <sip:[2001:db8::1]:5060;lr;tg=x>",
        "TLS, 2001:db8::9, false, <sip:sip.example.net:5061;transport=tls;lr;tg=x>"
    })
    void shouldSayWhereThePeersOfEachTransportReachUs(Transport transport, String peer, boolean sips, String expected)
            throws Exception {
        assertThat(boundary.element(from(transport, peer), sips, "tg=x")).isEqualTo(expected);
    }

    @Test
    void shouldNameItsTransportAndAddressInVia() throws Exception {
        assertThat(boundary.via(from(Transport.WSS, "203.0.113.1"), "z9hG4bKx"))
                .isEqualTo("SIP/2.0/WSS sip.example.net:443;branch=z9hG4bKx");
        assertThat(boundary.via(from(Transport.UDP, "2001:db8::9"), "z9hG4bKx"))
                .isEqualTo("SIP/2.0/UDP [2001:db8::1]:5060;branch=z9hG4bKx");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:sip.example.net",
                "sip:192.0.2.1;transport=tcp",
                "sips:SIP.example.net",
                "sip:sip.example.net;transport=tls",
                "sips:sip.example.net;transport=ws",
                "sip:192.0.2.1:8443;transport=ws",
                "sip:192.0.2.44:443;transport=ws",
                "sip:LocalHost:443;transport=ws"
            })
    void shouldKnowItselfByEachOfItsAddresses(String uri) {
        assertThat(boundary.ours(Objects.requireNonNull(SipUri.parse(uri)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:sip.example.net:5062",
                "sip:sip.example.net;transport=ws",
                "sip:192.0.2.2",
                "sip:192.0.2.44",
                "sip:localhost"
            })
    void shouldNotTakeOthersForItself(String uri) {
        assertThat(boundary.ours(Objects.requireNonNull(SipUri.parse(uri)))).isFalse();
    }

    @Test
    void shouldTakeWebSocketForACustomersWhereverItComesFrom() throws Exception {
        assertThat(boundary.inside(from(Transport.TLS, "198.51.100.7"))).isTrue();
        assertThat(boundary.inside(from(Transport.WSS, "198.51.100.7"))).isFalse();
        assertThat(boundary.inside(from(Transport.WS, "192.0.2.10"))).isFalse();
    }
}
