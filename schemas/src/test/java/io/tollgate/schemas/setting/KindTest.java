package io.tollgate.schemas.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KindTest {

    private static final Kind<Duration> DURATION = Kind.duration(Duration.ofMillis(1), Duration.ofDays(30));

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:5060", "localhost:0", "[::1]:65535", "sip-1.example.com:5060", "sip_1:1"})
    void shouldReadListenAddress(String text) {
        // When
        HostPort address = Kind.listenAddress().read(text);

        // Then
        assertThat(address).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":1",
                "h",
                "h:",
                "h:65536",
                "h:-1",
                "h:+1",
                "h:1x",
                "::1:5060",
                "[::1]",
                "[h]:1",
                "[::g]:1",
                "300.1.2.3:1",
                "1.2.3:4",
                "a b:1",
                "h/:1",
                "u@h:1"
            })
    void shouldRefuseListenAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kind.listenAddress().read(text));
    }

    @Test
    void shouldRefusePortZeroWhereSomebodyConnects() {
        assertThatIllegalArgumentException().isThrownBy(() -> Kind.address().read("h:0"));
    }

    @ParameterizedTest
    @CsvSource({
        "sip:127.0.0.1:5070, sip:127.0.0.1:5070",
        "SIP:proxy, sip:proxy",
        "sip:[::1], sip:[::1]:5060",
        "sip:192.0.2.1, sip:192.0.2.1:5060",
        "sip:p;transport=udp, sip:p;transport=udp",
        "sip:p:1;transport=TCP, sip:p:1;transport=tcp",
        "sip:p;transport=tls, sip:p;transport=tls",
        "sips:p, sip:p;transport=tls",
        "sips:p;transport=tcp, sip:p;transport=tls"
    })
    void shouldReadSipTarget(String text, String written) {
        // When
        SipTarget target = Kind.sipTarget().read(text);

        // Then
        assertThat(target).hasToString(written);
        assertThat(Kind.sipTarget().read(written)).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "p:5060", "sip:", "sip:u@p", "sip:p:0", "sip:p;transport=sctp", "sip:p;lr", "http://p"})
    void shouldRefuseSipTarget(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Kind.sipTarget().read(text));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.7, 192.0.2.7, true",
        "0.0.0.0/0, 9.9.9.9, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false"
    })
    void shouldTellWhatANetworkHolds(String network, String address, boolean held) throws UnknownHostException {
        // When
        boolean contains = Kind.cidr().read(network).contains(InetAddress.getByName(address));

        // Then
        assertThat(contains).isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "192.0.2.1/24", "192.0.2.0/33", "192.0.2.0/", "192.0.2/24", "::1/129"})
    void shouldRefuseNetwork(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Kind.cidr().read(text));
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "30s, PT30S", "5m, PT5M", "2h, PT2H", "7d, PT168H"})
    void shouldReadDuration(String text, Duration expected) {
        // When
        Duration duration = DURATION.read(text);

        // Then
        assertThat(duration).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-1s", "0ms", "31d", "1.5h", "1h30m", "9999999999s"})
    void shouldRefuseDuration(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DURATION.read(text));
    }

    @Test
    void shouldSayWhichDurationsAreExpected() {
        // Given
        Kind<Duration> kind = Kind.duration(Duration.ofMillis(1500), Duration.ofHours(36));

        // When
        String expected = kind.expected();

        // Then
        assertThat(expected).endsWith("from 1500ms to 36h");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "11", "ten", "1.0", "99999999999"})
    void shouldRefuseIntegerOutOfRange(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kind.integer(1, 10).read(text));
    }

    @Test
    void shouldReadEnumInLowerCaseWithDashes() {
        // Given
        Kind<TimeUnit> kind = Kind.oneOf(TimeUnit.class);

        // When
        TimeUnit unit = kind.read("seconds");

        // Then
        assertThat(unit).isEqualTo(TimeUnit.SECONDS);
        assertThat(kind.expected()).startsWith("one of nanoseconds, microseconds");
        assertThatIllegalArgumentException().isThrownBy(() -> kind.read("SECONDS"));
    }

    @Test
    void shouldReadCommaList() {
        // Given
        Kind<List<URI>> kind = Kind.listOf(Kind.httpUri());

        // When
        List<URI> uris = kind.read("http://a:1, https://b/c");

        // Then
        assertThat(uris).containsExactly(URI.create("http://a:1"), URI.create("https://b/c"));
        assertThat(kind.read("")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> kind.read("http://a:1,"));
        assertThatIllegalArgumentException().isThrownBy(() -> kind.read("ftp://a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kind.nonEmptyListOf(Kind.httpUri()).read(""));
    }

    @Test
    void shouldReadOff() {
        // Given
        Kind<Optional<HostPort>> kind = Kind.orOff(Kind.listenAddress());

        // When
        Optional<HostPort> off = kind.read("off");

        // Then
        assertThat(off).isEmpty();
        assertThat(kind.read("h:1")).contains(new HostPort("h", 1));
    }
}
