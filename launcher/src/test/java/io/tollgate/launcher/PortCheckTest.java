package io.tollgate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Kind;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.SettingSources;
import io.tollgate.schemas.setting.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortCheckTest {

    private static Setting<HostPort> setting(String key, int port) {
        return Setting.of(key, Kind.listenAddress(), "127.0.0.1:" + port, "An address.");
    }

    @Test
    void shouldTellAPortThatIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            // Given
            Setting<HostPort> http = setting("http", taken.getLocalPort());
            Settings settings = Settings.read(List.of(http), SettingSources.of(Map.of(), Map.of()));

            // When
            new PortCheck(settings).tcp(http, settings.value(http));

            // Then
            assertThat(settings.faults()).singleElement().asString().endsWith("but it is in use");
        }
    }

    @Test
    void shouldLookAtNoDefaultWhenTheValueIsRefused() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            // Given
            Setting<HostPort> http = setting("http", taken.getLocalPort());
            Settings settings = Settings.read(List.of(http), SettingSources.of(Map.of("http", "nowhere"), Map.of()));

            // When
            new PortCheck(settings).tcp(http, settings.value(http));

            // Then
            assertThat(settings.faults()).singleElement().asString().startsWith("--http: 'nowhere' is refused");
        }
    }

    @Test
    void shouldLeaveTheDefaultToOthersWhenTheValueIsRefused() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            // Given
            Setting<HostPort> http = setting("http", taken.getLocalPort());
            Setting<HostPort> sip = setting("sip", taken.getLocalPort());
            Settings settings =
                    Settings.read(List.of(http, sip), SettingSources.of(Map.of("http", "nowhere"), Map.of()));
            PortCheck ports = new PortCheck(settings);

            // When
            ports.tcp(http, settings.value(http));
            ports.udpAndTcp(sip, settings.value(sip));

            // Then
            assertThat(settings.faults())
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith("--sip: ")
                    .endsWith("it is in use");
        }
    }
}
