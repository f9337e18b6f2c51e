package io.tollgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.config.GatewaySettings;
import io.tollgate.gateway.proxy.Listeners;
import io.tollgate.gateway.transport.SipTransports;
import io.tollgate.gateway.wire.Transport;
import io.tollgate.schemas.setting.SettingSources;
import io.tollgate.schemas.setting.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayPartsTest {
    @TempDir
    Path directory;

    @Test
    void shouldBeNamedByEachAddressOfTheMachineWhenItListensOnAll() throws Exception {
        // Given
        List<InetAddress> machines = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .map(GatewayPartsTest::asWritten)
                .toList();

        // When
        Listeners listeners = listeners("0.0.0.0:0", Map.of());

        // Then
        int port = port(listeners, Transport.UDP);
        assertThat(listeners.wildcard())
                .contains(new InetSocketAddress("127.0.0.1", port))
                .containsExactlyInAnyOrderElementsOf(machines.stream()
                        .map(address -> new InetSocketAddress(address, port))
                        .toList());
    }

    /** Another program may listen on the same port of another address. */
    @Test
    void shouldBeNamedByThemWithThePortOfThatListenerOnly() throws Exception {
        // When
        Listeners listeners = listeners("127.0.0.2:0", Map.of("ws", "0.0.0.0:0"));

        // Then
        assertThat(listeners.wildcard())
                .isNotEmpty()
                .allMatch(socket -> socket.getPort() == port(listeners, Transport.WS));
        assertThat(listeners.addresses()).doesNotContain(InetAddress.getByName("127.0.0.1"));
    }

    @Test
    void shouldBeNamedByItsOwnAddressesOnlyWhenItListensOnOne() throws Exception {
        assertThat(listeners("127.0.0.2:0", Map.of()).wildcard()).isEmpty();
    }

    private static int port(Listeners listeners, Transport transport) {
        return Objects.requireNonNull(listeners.byTransport().get(transport))
                .local()
                .getPort();
    }

    /** Without the interface's name. */
    private static InetAddress asWritten(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
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
