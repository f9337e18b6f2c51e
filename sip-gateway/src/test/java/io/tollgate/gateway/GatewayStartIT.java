package io.tollgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.config.GatewaySettings;
import io.tollgate.gateway.store.GatewayStore;
import io.tollgate.schemas.setting.SettingSources;
import io.tollgate.schemas.setting.Settings;
import io.tollgate.schemas.setting.SettingsRefused;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayStartIT {
    @TempDir
    Path directory;

    @Test
    void shouldCloseWhatItOpenedWhenItsPagesHaveNoPort() throws Exception {
        // Given
        Path secret = Files.writeString(directory.resolve("secret"), "000102030405060708090a0b0c0d0e0f\n");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            GatewaySettings settings = GatewaySettings.of(
                    Settings.read(
                            GatewaySettings.ALL,
                            SettingSources.of(
                                    Map.of(
                                            "upstream", "sip:127.0.0.1:9",
                                            "secret-file", secret.toString(),
                                            "sip", "127.0.0.1:0",
                                            "kafka", "127.0.0.1:9",
                                            "gateway-id", "g",
                                            "gateway-http", "127.0.0.1:" + taken.getLocalPort(),
                                            "data", directory.toString()),
                                    Map.of())),
                    Map.of("max.block.ms", "200", "request.timeout.ms", "200", "default.api.timeout.ms", "300"));

            // When
            assertThatThrownBy(() -> Gateway.start(settings))
                    .isInstanceOf(SettingsRefused.class)
                    .hasMessageContaining("gateway-http");

            // Then
            try (GatewayStore store =
                    GatewayStore.open(directory.resolve("gateway-g").resolve("store"))) {
                assertThat(store).isNotNull();
            }
        }
    }
}
