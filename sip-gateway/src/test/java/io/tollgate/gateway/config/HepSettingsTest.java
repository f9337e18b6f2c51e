package io.tollgate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.SettingSources;
import io.tollgate.schemas.setting.Settings;
import io.tollgate.schemas.setting.SettingsRefused;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HepSettingsTest {

    private static @Nullable HepSettings read(Map<String, String> options) {
        Settings settings = Settings.read(HepSettings.OWN, SettingSources.of(options, Map.of()));
        settings.refuseFaults();
        return HepSettings.of(settings);
    }

    @Test
    void shouldCopyNothingByDefault() {
        assertThat(read(Map.of())).isNull();
        assertThat(read(Map.of("hep-capture-id", "7"))).isNull();
    }

    @Test
    void shouldHaveTheseDefaultsWhenCopiesAreWanted() {
        assertThat(read(Map.of("hep", "192.0.2.9:9060")))
                .isEqualTo(new HepSettings(new HostPort("192.0.2.9", 9060), 1, null));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 4_294_967_295L})
    void shouldTakeAnyNumberOf32Bits(long id) {
        assertThat(read(Map.of(
                        "hep", "192.0.2.9:9060", "hep-capture-id", String.valueOf(id), "hep-password", "open sesame")))
                .isEqualTo(new HepSettings(new HostPort("192.0.2.9", 9060), id, "open sesame"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "4294967296"})
    void shouldRefuseWhatIsNoNumberOf32Bits(String id) {
        assertThat(catchThrowableOfType(
                                SettingsRefused.class,
                                () -> read(Map.of("hep", "192.0.2.9:9060", "hep-capture-id", id)))
                        .faults())
                .singleElement()
                .asString()
                .startsWith("--hep-capture-id: '" + id + "'");
    }
}
