package io.tollgate.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::1, ::1",
        "::, ::",
        "2001:db8::, 2001:db8::",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "fe80::1%0, fe80::1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8"
    })
    void shouldWriteAddressesAsRfc5952Does(String address, String expected) throws Exception {
        assertThat(Ip.text(InetAddress.getByName(address))).isEqualTo(expected);
    }

    @Test
    void shouldPutIpv6InBracketsInUris() {
        assertThat(Ip.hostPort(new InetSocketAddress("::1", 5060))).isEqualTo("[::1]:5060");
        assertThat(Ip.hostPort(new InetSocketAddress("192.0.2.1", 5060))).isEqualTo("192.0.2.1:5060");
    }

    @Test
    void shouldTakeMappedAddressForTheIpv4OneThatItIs() throws Exception {
        // Given what a socket of both families reports, which the JDK's own parsing would have mended
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        System.arraycopy(new byte[] {(byte) 192, 0, 2, 1}, 0, mapped, 12, 4);
        InetAddress seen = Inet6Address.getByAddress(null, mapped, -1);

        // When, Then
        assertThat(Ip.unmapped(seen)).isEqualTo(InetAddress.getByName("192.0.2.1"));
        assertThat(Ip.unmapped(InetAddress.getByName("::1"))).isInstanceOf(Inet6Address.class);
        assertThat(Ip.unmapped(InetAddress.getByName("::fffe:0:1"))).isInstanceOf(Inet6Address.class);
    }
}
