package io.tollgate.enforcement.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.schemas.setting.HostPort;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OurHostsTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8080, 127.0.0.1, true",
        "127.0.0.1:8080, 127.0.0.1:18080, true",
        "127.0.0.1:8080, LOCALHOST:8080, true",
        "localhost:8080, [::1]:8080, true",
        "127.0.0.1:8080, evil.example, false",
        "127.0.0.1:8080, localhost.evil.example, false",
        "127.0.0.1:8080, 192.0.2.1, false",
        "127.0.0.1:8080, '', false",
        "192.0.2.1:8080, 192.0.2.1:8080, true",
        "192.0.2.1:8080, localhost, false",
        "192.0.2.1:8080, 192.0.2.2, false",
        "'[2001:db8::1]:8080', [2001:DB8::1]:8080, true",
        "'[2001:db8::1]:8080', '2001:db8::1', false",
        "0.0.0.0:8080, localhost:8080, true",
        "0.0.0.0:8080, 127.0.0.1, true",
        "'[::]:8080', [::1]:8080, true",
        "0.0.0.0:8080, 192.0.2.1, false",
        "0.0.0.0:8080, evil.example, false",
        "0.0.0.0:8080, 999.1.1.1, false",
    })
    void shouldKnowItsNames(String listen, String host, boolean ours) {
        assertThat(new OurHosts(HostPort.parse(listen), null).has(host)).isEqualTo(ours);
    }

    @Test
    void shouldKnowThisMachinesNameWhereItListensEverywhere() throws Exception {
        // Given
        var name = InetAddress.getLocalHost().getHostName();

        // When / Then
        assertThat(new OurHosts(HostPort.parse("0.0.0.0:8080"), null).has(name + ":8080"))
                .isTrue();
    }

    @Test
    void shouldKnowTheNameThatItAdvertises() {
        // Given
        var hosts = new OurHosts(HostPort.parse("192.0.2.1:8080"), HostPort.parse("Tollgate.example:80"));

        // When / Then
        assertThat(hosts.has("tollgate.example")).isTrue();
        assertThat(hosts.has("192.0.2.1:8080")).isTrue();
        assertThat(hosts.has("example")).isFalse();
    }
}
