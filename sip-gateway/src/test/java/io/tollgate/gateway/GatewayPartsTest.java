package io.tollgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.config.GatewaySettings;
import io.tollgate.gateway.proxy.Listeners;
import io.tollgate.gateway.transport.SipTransports;
import io.tollgate.gateway.wire.Transport;
import io.tollgate.schemas.setting.SettingSources;
import io.tollgate.schemas.setting.Settings;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayPartsTest {
    @TempDir
    Path directory;

    @Test
    void shouldBeNamedByEachAddressOfTheMachineWhenItListensOnAll() throws Exception {
        // Given
        Set<InetAddress> machines = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(Inet4Address.class::isInstance)
                .collect(Collectors.toSet());

        // When
        Listeners listeners = listeners("0.0.0.0:0", Map.of());

        // Then
        int port = port(listeners, Transport.UDP);
        assertThat(listeners.sockets())
                .contains(new InetSocketAddress("127.0.0.1", port))
                .containsAll(machines.stream()
                        .map(address -> new InetSocketAddress(address, port))
                        .toList())
                .allMatch(socket -> socket.getPort() == port);
        assertThat(listeners.addresses()).containsExactly(InetAddress.getByName("192.0.2.7"));
    }

    /** Another program may listen on the same port of another address. */
    @Test
    void shouldBeNamedByThemWithThePortOfThatListenerOnly() throws Exception {
        // When
        Listeners listeners = listeners("127.0.0.2:0", Map.of("ws", "0.0.0.0:0"));

        // Then
        int sip = port(listeners, Transport.UDP);
        int ws = port(listeners, Transport.WS);
        assertThat(listeners.sockets())
                .contains(new InetSocketAddress("127.0.0.2", sip), new InetSocketAddress("127.0.0.1", ws))
                .doesNotContain(new InetSocketAddress("127.0.0.1", sip));
    }

    @Test
    void shouldBeNamedByWhereItListensAndWhatItTellsOtherwise() throws Exception {
        // When
        Listeners listeners = listeners("127.0.0.2:0", Map.of("ws", "127.0.0.3:0"));

        // Then
        assertThat(listeners.sockets())
                .containsExactlyInAnyOrder(
                        new InetSocketAddress("127.0.0.2", port(listeners, Transport.UDP)),
                        new InetSocketAddress("127.0.0.3", port(listeners, Transport.WS)));
        assertThat(listeners.addresses()).containsExactly(InetAddress.getByName("192.0.2.7"));
    }

    private static int port(Listeners listeners, Transport transport) {
        return Objects.requireNonNull(listeners.byTransport().get(transport))
                .local()
                .getPort();
    }

    private Listeners listeners(String sip, Map<String, String> more) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "000102030405060708090a0b0c0d0e0f\n");
        Map<String, String> options = new HashMap<>(more);
        options.putAll(Map.of(
                "upstream", "sip:127.0.0.1:9",
                "secret-file", secret.toString(),
                "sip", sip,
                "advertise", "192.0.2.7:5060",
                "gateway-id", "g"));
        GatewaySettings settings =
                GatewaySettings.of(Settings.read(GatewaySettings.ALL, SettingSources.of(options, Map.of())), Map.of());
        try (SipTransports transports = SipTransports.bind(settings.transport())) {
            return GatewayParts.listeners(settings, transports);
        }
    }
}
