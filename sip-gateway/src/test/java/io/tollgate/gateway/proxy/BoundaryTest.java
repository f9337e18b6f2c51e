package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.identity.Network;
import io.tollgate.gateway.upstream.UpstreamPolicy;
import io.tollgate.gateway.upstream.UpstreamProxy;
import io.tollgate.gateway.upstream.UpstreamRoute;
import io.tollgate.gateway.upstream.Upstreams;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipUri;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundaryTest {
    private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.100", 5060);

    private static final UpstreamRoute FIRST = upstream("192.0.2.1", 5080);
    private static final UpstreamRoute SECOND = upstream("192.0.2.2", 5060);
    private static final UpstreamRoute THIRD = upstream("127.0.0.1", 5060);
    private static final UpstreamProxy MOVING = new UpstreamProxy("proxy.example", -1);

    private final Upstreams upstreams = new Upstreams(
            UpstreamPolicy.DEFAULTS,
            List.of(FIRST.proxy(), SECOND.proxy(), THIRD.proxy(), MOVING),
            List.of(FIRST, SECOND, THIRD));
    private final Boundary boundary = new Boundary(
            Listeners.plain(LOCAL, "192.0.2.100:5060", Set.of("tollgate.example")),
            upstreams,
            List.of(Network.parse("198.51.100.0/24")));

    private static UpstreamRoute upstream(String host, int port) {
        return new UpstreamRoute(
                new UpstreamProxy(host, port), Flow.to(Transport.UDP, LOCAL, new InetSocketAddress(host, port)), 0, 1);
    }

    private static Flow from(Transport transport, String host, int port, boolean opened) {
        return new Flow(transport, LOCAL, new InetSocketAddress(host, port), opened ? 1 : Flow.NONE, opened);
    }

    @ParameterizedTest
    @CsvSource({
        "UDP, 192.0.2.1, 5080, false, true",
        "UDP, 192.0.2.1, 5081, false, false",
        "UDP, 192.0.2.2, 5060, false, true",
        "UDP, 192.0.2.2, 5080, false, false",
        "UDP, 192.0.2.3, 5060, false, false",
        "TCP, 192.0.2.2, 40000, false, true",
        "TCP, 192.0.2.2, 5060, true, true",
        "TCP, 192.0.2.2, 40000, true, false",
        "TCP, 192.0.2.3, 40000, false, false",
        "UDP, 127.0.0.1, 5060, false, true",
        "TCP, 127.0.0.1, 5060, true, true",
        "TCP, 127.0.0.1, 40000, false, false",
        "UDP, 198.51.100.9, 9, false, true",
        "TCP, 198.51.100.9, 9, false, true"
    })
    void shouldKnowEachProxyByItsAddress(Transport transport, String host, int port, boolean opened, boolean inside) {
        assertThat(boundary.inside(from(transport, host, port, opened))).isEqualTo(inside);
    }

    @Test
    void shouldKnowTheNewAddressWhenANameMoves() {
        // When
        upstreams.replace(
                List.of(new UpstreamRoute(
                        MOVING, Flow.to(Transport.UDP, LOCAL, new InetSocketAddress("192.0.2.9", 5060)), 0, 1)),
                0);

        // Then
        assertThat(boundary.inside(from(Transport.UDP, "192.0.2.9", 5060, false)))
                .isTrue();

        // And its calls of before come from where they came from
        assertThat(boundary.inside(from(Transport.UDP, "192.0.2.1", 5080, false)))
                .isTrue();
        upstreams.forget(Duration.ofMinutes(61).toNanos());
        assertThat(boundary.inside(from(Transport.UDP, "192.0.2.1", 5080, false)))
                .isFalse();
    }

    @Test
    void shouldWriteTheProxyIntoAUriThatNamedUs() {
        assertThat(Boundary.at(new UpstreamProxy("proxy.example", -1), SipUri.parse("sip:1@tollgate:5060;user=phone")))
                .isEqualTo("sip:1@proxy.example;user=phone");
        assertThat(Boundary.at(new UpstreamProxy("[2001:db8::1]", 5080), SipUri.parse("sip:tollgate")))
                .isEqualTo("sip:[2001:db8::1]:5080");
    }
}
