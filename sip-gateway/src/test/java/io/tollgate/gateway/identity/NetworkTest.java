package io.tollgate.gateway.identity;

import static io.tollgate.gateway.identity.IdentityFixture.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1/32",
        "192.0.2.0/24, 192.0.2.0/24",
        "192.0.2.77/24, 192.0.2.0/24",
        "255.255.255.255/1, 128.0.0.0/1",
        "192.0.2.1/0, 0.0.0.0/0",
        "2001:db8::/32, 2001:db8:0:0:0:0:0:0/32",
        "2001:DB8::1, 2001:db8:0:0:0:0:0:1/128",
        "2001:db8:ffff:ffff:ffff::/65, 2001:db8:ffff:ffff:8000:0:0:0/65",
        "2001:db8:ffff:ffff:ffff::/64, 2001:db8:ffff:ffff:0:0:0:0/64",
        "2001:db8:ffff:ffff:ffff::/63, 2001:db8:ffff:fffe:0:0:0:0/63",
        "::/0, 0:0:0:0:0:0:0:0/0",
        "::1, 0:0:0:0:0:0:0:1/128",
        "64:ff9b::192.0.2.1, 64:ff9b:0:0:0:0:c000:201/128",
        "::ffff:192.0.2.1, 192.0.2.1/32",
        "::ffff:192.0.2.1/120, 192.0.2.0/24",
        "::ffff:c000:201/128, 192.0.2.1/32"
    })
    void shouldBeOneValueHoweverItIsWritten(String text, String canonical) {
        // When
        Network network = Network.parse(text);

        // Then
        assertThat(network).hasToString(canonical).isEqualTo(Network.parse(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/24",
                "192.0.2.0/",
                "192.0.2.0/33",
                "192.0.2.0/-1",
                "192.0.2.0/+8",
                "192.0.2.0/08",
                "192.0.2.0/24/24",
                "192.0.2.0/24 ",
                " 192.0.2.0/24",
                "192.0.2",
                "192.0.2.",
                "192.0.2.256",
                "192.0.2.01",
                "192.0.2.0.1",
                "192.0.2.0x1",
                "192.0..1",
                "3221225985",
                "localhost",
                "example.net",
                "a.b.c.d",
                "2001:db8::/129",
                "2001:db8::1::1",
                "2001:db8:::1",
                "2001:db8",
                "12345::",
                ":",
                ":1",
                "1:",
                "::g",
                "fe80::1%eth0",
                "[2001:db8::1]",
                "::192.0.2",
                "::192.0.2.256",
                "1:2:3:4:5:6:7:8:9",
                "\u0661\u0669\u0662.0.2.1",
                "\uff11::"
            })
    void shouldReadNothingWhenTheTextIsNoNetwork(String text) {
        // Then
        assertThat(Network.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "192.0.2.1, ::ffff:192.0.2.1, true",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 192.0.2.1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::8000:0:0:0/65, 2001:db8::8000:0:0:1, true",
        "2001:db8::8000:0:0:0/65, 2001:db8::7000:0:0:1, false"
    })
    void shouldHoldTheAddressesOfItsRange(String network, String address, boolean held) {
        // Given
        Network range = Objects.requireNonNull(Network.parse(network));

        // Then
        assertThat(range.contains(ip(address))).isEqualTo(held);
        assertThat(range.contains(Network.of(ip(address)))).isEqualTo(held);
    }

    @Test
    void shouldHoldOnlyWhatIsNoWiderWhenAskedForAnotherNetwork() {
        // Given
        Network narrow = Objects.requireNonNull(Network.parse("192.0.2.0/25"));

        // When
        Network wide = narrow.widened(24);

        // Then
        assertThat(wide.contains(narrow)).isTrue();
        assertThat(narrow.contains(wide)).isFalse();
        assertThatThrownBy(() -> wide.widened(25)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseALengthWhenTheFamilyHasNotSoManyBits() {
        // Then
        assertThatThrownBy(() -> new Network(false, 0, 0, 33)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Network(true, 0, 0, 129)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Network(true, 0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
