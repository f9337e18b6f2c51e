package io.tollgate.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.schemas.setting.HostPort;
import java.net.InetAddress;
import java.net.NetworkInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdvertisedTest {

    @Test
    void shouldNameTheAddressThatWasGiven() {
        // Given
        HostPort listen = new HostPort("127.0.0.2", 9092);

        // When // Then
        assertThat(Advertised.of(listen)).isEqualTo(listen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:9092", "[::]:9092"})
    void shouldNameThisMachineInPlaceOfAWildcard(String listen) throws Exception {
        // When
        HostPort advertised = Advertised.of(HostPort.parse(listen));

        // Then
        assertThat(advertised.port()).isEqualTo(9092);
        InetAddress address = advertised.toSocketAddress().getAddress();
        assertThat(address.isAnyLocalAddress()).isFalse();
        assertThat(NetworkInterface.getByInetAddress(address)).isNotNull();
    }
}
