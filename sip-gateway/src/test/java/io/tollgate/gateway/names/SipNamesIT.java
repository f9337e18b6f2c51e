package io.tollgate.gateway.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.upstream.UpstreamPolicy;
import io.tollgate.gateway.upstream.UpstreamRoute;
import io.tollgate.gateway.upstream.Upstreams;
import io.tollgate.schemas.setting.SipTarget;
import io.tollgate.testsupport.scenario.Await;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3263 against a DNS server of our own. */
class SipNamesIT {
    private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.100", 5060);

    private TinyDns dns;
    private SipNames names;

    @BeforeEach
    void open() throws Exception {
        dns = new TinyDns();
        names = new SipNames(List.of(dns.address()), Inet4Address.class::isInstance);
        dns.zone("""
                a.proxy.test. 60 IN A 192.0.2.1
                a.proxy.test. 60 IN AAAA 2001:db8::1
                b.proxy.test. 30 IN A 192.0.2.2
                b.proxy.test. 30 IN A 192.0.2.3
                alias.test. 20 IN CNAME a.proxy.test.
                _sip._udp.srv.test. 600 IN SRV 20 1 5070 b.proxy.test.
                _sip._udp.srv.test. 600 IN SRV 10 4 5080 a.proxy.test.
                _sip._tcp.srv.test. 600 IN SRV 0 0 5090 a.proxy.test.
                _sips._tcp.srv.test. 600 IN SRV 0 0 5061 a.proxy.test.
                _sip._tcp.tcponly.test. 600 IN SRV 0 0 5090 a.proxy.test.
                naptr.test. 600 IN NAPTR 20 1 "s" "SIP+D2U" "" _sip._udp.srv.test.
                naptr.test. 600 IN NAPTR 10 2 "s" "SIP+D2T" "" _sip._tcp.srv.test.
                naptr.test. 600 IN NAPTR 10 1 "s" "SIP+D2S" "" _sip._sctp.srv.test.
                none.test. 600 IN A 192.0.2.9
                _sip._udp.none.test. 600 IN SRV 0 0 0 .
                """);
    }

    @AfterEach
    void close() {
        dns.close();
    }

    /** What a target leads to: transport, address, priority and weight of each, in no order. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sip:192.0.2.7 | UDP 192.0.2.7:5060 0 100",
                "sip:a.proxy.test:5080 | UDP 192.0.2.1:5080 0 100",
                "sip:a.proxy.test;transport=udp | UDP 192.0.2.1:5060 0 100",
                "sip:alias.test:5060;transport=tcp | TCP 192.0.2.1:5060 0 100",
                "sip:srv.test;transport=udp | UDP 192.0.2.1:5080 10 400, UDP 192.0.2.2:5070 20 50,"
                        + " UDP 192.0.2.3:5070 20 50",
                "sip:srv.test;transport=tcp | TCP 192.0.2.1:5090 0 1",
                "sips:srv.test | TLS 192.0.2.1:5061 0 1",
                "sip:srv.test:5060 | ''",
                "sip:srv.test | UDP 192.0.2.1:5080 10 400, UDP 192.0.2.2:5070 20 50, UDP 192.0.2.3:5070 20 50",
                "sip:tcponly.test | TCP 192.0.2.1:5090 0 1",
                "sip:naptr.test | TCP 192.0.2.1:5090 0 1",
                "sip:none.test | UDP 192.0.2.9:5060 0 100",
                "sip:nowhere.test | ''"
            })
    void shouldFindServersAsTheRfcSays(String target, String expected) throws Exception {
        // When
        Located found = locate(target);

        // Then
        assertThat(found.places())
                .extracting(place -> place.transport() + " "
                        + place.socket().getAddress().getHostAddress() + ":"
                        + place.socket().getPort() + " " + place.priority() + " " + place.weight())
                .containsExactlyInAnyOrder(expected.isEmpty() ? new String[0] : expected.split(", "));
    }

    /** What DNS says may be forged: a TLS peer has to prove the name that the operator wrote. */
    @ParameterizedTest
    @ValueSource(strings = {"sips:srv.test", "sip:naptr.test", "sip:alias.test:5061;transport=tls"})
    void shouldKeepTheConfiguredNameForThePeerToProve(String target) throws Exception {
        // When
        Located found = locate(target);

        // Then
        assertThat(found.places())
                .isNotEmpty()
                .allSatisfy(place -> assertThat(place.socket().getHostString())
                        .isEqualTo(SipTarget.parse(target).address().host()));
    }

    private Located locate(String target) throws Exception {
        return names.locate(SipTarget.parse(target)).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldHoldForTheShortestLife() throws Exception {
        assertThat(locate("sip:srv.test;transport=udp").ttl()).hasSeconds(30);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sip:a.proxy.test:5080 | a.proxy.test. AAAA | 192.0.2.1",
                "sip:srv.test;transport=udp | b.proxy.test. A | 192.0.2.1",
                "sip:srv.test;transport=udp | a.proxy.test. A | 192.0.2.2, 192.0.2.3",
            })
    void shouldDoWithWhatTheOtherQuestionsFound(String target, String failing, String expected) throws Exception {
        // Given
        dns.failAt(failing);

        // When
        Located found = locate(target);

        // Then
        assertThat(found.places())
                .extracting(place -> place.socket().getAddress().getHostAddress())
                .containsExactlyInAnyOrder(expected.split(", "));
        assertThat(found.ttl()).isLessThanOrEqualTo(Located.UNSAID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sip:a.proxy.test:5080 | a.proxy.test. A",
                "sip:srv.test;transport=udp | _sip._udp.srv.test. SRV",
                "sip:tcponly.test | _sip._udp.tcponly.test. SRV",
            })
    void shouldFailWhereWhatWasNotAnsweredMayBeAll(String target, String failing) {
        // Given
        dns.failAt(failing);

        // Then
        assertThatThrownBy(() -> locate(target)).isNotNull();
    }

    @Test
    void shouldFailWhenTheServerFails() {
        // Given
        dns.fail(true);

        // Then
        assertThatThrownBy(() -> locate("sip:a.proxy.test:5060")).isNotNull();
    }

    private UpstreamNames upstreamNames(String... targets) {
        return new UpstreamNames(
                names,
                List.of(targets).stream().map(SipTarget::parse).toList(),
                transport -> LOCAL,
                Duration.ofMillis(50));
    }

    private static List<String> hosts(List<UpstreamRoute> routes) {
        return routes.stream()
                .map(route -> route.flow().remote().getAddress().getHostAddress())
                .toList();
    }

    @Test
    void shouldPreferByListAndThenBySrv() {
        try (UpstreamNames both = upstreamNames("sip:srv.test;transport=udp", "sip:nowhere.test", "sip:192.0.2.50")) {
            // When
            List<UpstreamRoute> routes = both.first(Duration.ofSeconds(20));

            // Then
            assertThat(hosts(routes))
                    .startsWith("192.0.2.1")
                    .endsWith("192.0.2.50")
                    .hasSize(4);
            assertThat(routes.get(0).proxy().hostPort()).isEqualTo("srv.test");
            assertThat(both.proxies()).hasSize(3);
        }
    }

    @Test
    void shouldFollowANameThatMovesAndStayWhereDnsIsAway() {
        try (UpstreamNames one = upstreamNames("sip:moves.test:5060")) {
            // Given
            dns.zone("moves.test. 0 IN A 192.0.2.1");
            Upstreams upstreams =
                    new Upstreams(UpstreamPolicy.DEFAULTS, one.proxies(), one.first(Duration.ofSeconds(20)));
            one.keep(upstreams);
            assertThat(hosts(upstreams)).containsExactly("192.0.2.1");

            // When
            dns.zone("moves.test. 0 IN A 192.0.2.2");
            awaitHosts(upstreams, "192.0.2.2");
            dns.fail(true);
            long asked = dns.asked();
            Await.until("asked in vain", Duration.ofSeconds(20), () -> dns.asked() > asked + 4, () -> "" + dns.asked());

            // Then
            assertThat(hosts(upstreams)).containsExactly("192.0.2.2");
        }
    }

    @Test
    void shouldFollowANameOfWhichAPartIsNotAnsweredForAndKeepThatPart() {
        try (UpstreamNames one = upstreamNames("sip:moves.test;transport=udp")) {
            // Given
            dns.zone("""
                    _sip._udp.moves.test. 0 IN SRV 10 1 5060 a.test.
                    _sip._udp.moves.test. 0 IN SRV 20 1 5060 b.test.
                    a.test. 0 IN A 192.0.2.1
                    b.test. 0 IN A 192.0.2.11
                    """);
            Upstreams upstreams =
                    new Upstreams(UpstreamPolicy.DEFAULTS, one.proxies(), one.first(Duration.ofSeconds(20)));
            one.keep(upstreams);
            assertThat(hosts(upstreams)).containsExactly("192.0.2.1", "192.0.2.11");

            // When
            dns.failAt("a.test. A", "b.test. AAAA");
            dns.zone("""
                    _sip._udp.moves.test. 0 IN SRV 10 1 5060 a.test.
                    _sip._udp.moves.test. 0 IN SRV 20 1 5060 b.test.
                    a.test. 0 IN A 192.0.2.2
                    b.test. 0 IN A 192.0.2.12
                    """);

            // Then
            Await.until(
                    "one moved, the other kept",
                    Duration.ofSeconds(20),
                    () -> hosts(upstreams).equals(List.of("192.0.2.1", "192.0.2.12")),
                    () -> hosts(upstreams).toString());
        }
    }

    private static List<String> hosts(Upstreams upstreams) {
        return upstreams.now().addresses().stream()
                .map(address -> address.flow().remote().getAddress().getHostAddress())
                .toList();
    }

    private static void awaitHosts(Upstreams upstreams, String host) {
        Await.until(
                "moved to " + host,
                Duration.ofSeconds(20),
                () -> hosts(upstreams).equals(List.of(host)),
                () -> hosts(upstreams).toString());
    }
}
