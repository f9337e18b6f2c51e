package io.tollgate.schemas.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    private static final Setting<Optional<HostPort>> GATEWAY_HTTP =
            Setting.of("gateway-http", Kind.orOff(Kind.listenAddress()), "off", "Health and metrics.");
    private static final Setting<Integer> SECONDS =
            Setting.of("unconfirmed-seconds", Kind.integer(1, 3600), "30", "Seconds.");
    private static final Setting<String> ID = Setting.optional("gateway-id", Kind.text(), "Id.");
    private static final Setting<Boolean> OBSERVE = Setting.flag("observe", "Enforce nothing.");
    private static final List<Setting<?>> DECLARED = List.of(GATEWAY_HTTP, SECONDS, ID, OBSERVE);

    @Test
    void shouldTakeOptionBeforeEnvironmentBeforeFileBeforeDefault() {
        // Given
        Map<String, String> file = Map.of("unconfirmed-seconds", "3", "gateway-http", "h:3", "gateway-id", "three");
        Map<String, String> environment = Map.of("TOLLGATE_UNCONFIRMED_SECONDS", "2", "TOLLGATE_GATEWAY_HTTP", "h:2");
        Map<String, String> options = Map.of("unconfirmed-seconds", "1");

        // When
        Settings settings = Settings.read(DECLARED, new SettingSources(options, environment, file));

        // Then
        settings.refuseFaults();
        assertThat(settings.value(SECONDS)).isEqualTo(1);
        assertThat(settings.value(GATEWAY_HTTP)).contains(new HostPort("h", 2));
        assertThat(settings.optional(ID)).contains("three");
        assertThat(settings.value(OBSERVE)).isFalse();
        assertThat(settings.isGiven(OBSERVE)).isFalse();
    }

    @Test
    void shouldNameEveryFaultWithKeyAndValueAndWhatWasExpected() {
        // Given
        SettingSources sources = new SettingSources(
                Map.of("unconfirmed-seconds", "0", "colour", "red"),
                Map.of("TOLLGATE_OBSERVE", "yes", "TOLLGATE_NONSENSE", "1", "PATH", "/bin"),
                Map.of("gateway-http", "nowhere", "gatway-id", "x"));

        // When
        Settings settings = Settings.read(DECLARED, sources);

        // Then
        assertThat(settings.faults())
                .containsExactlyInAnyOrder(
                        "--unconfirmed-seconds: '0' is refused, expected a whole number from 1 to 3600",
                        "--colour: 'red' is refused, expected an option of this command",
                        "TOLLGATE_OBSERVE: 'yes' is refused, expected true or false",
                        "TOLLGATE_NONSENSE: '1' is refused, expected the name of a setting",
                        "gateway-http (in the file): 'nowhere' is refused, expected HOST:PORT (IPv6 in brackets,"
                                + " port 0 for any free one), or off",
                        "gatway-id (in the file): 'x' is refused, expected the name of a setting");
        assertThatThrownBy(settings::refuseFaults)
                .isInstanceOfSatisfying(
                        SettingsRefused.class,
                        refused -> assertThat(refused.faults()).hasSize(6));
    }

    @Test
    void shouldPassOverSettingsOfOtherProcessesInSharedFileAndEnvironment() {
        // Given
        SettingSources sources =
                new SettingSources(Map.of(), Map.of("TOLLGATE_GATEWAY_ID", "g"), Map.of("observe", "true"));

        // When
        Settings settings = Settings.read(List.of(SECONDS), DECLARED, sources);

        // Then
        assertThat(settings.faults()).isEmpty();
    }

    @Test
    void shouldRefuseSettingOfOtherProcessAsOption() {
        // Given
        SettingSources sources = SettingSources.of(Map.of("gateway-id", "g"), Map.of());

        // When
        Settings settings = Settings.read(List.of(SECONDS), DECLARED, sources);

        // Then
        assertThat(settings.faults()).hasSize(1);
    }

    @Test
    void shouldTreatEmptyEnvironmentVariableAsUnset() {
        // Given
        SettingSources sources = SettingSources.of(Map.of(), Map.of("TOLLGATE_GATEWAY_ID", ""));

        // When
        Settings settings = Settings.read(DECLARED, sources);

        // Then
        settings.refuseFaults();
        assertThat(settings.optional(ID)).isEmpty();
    }

    @Test
    void shouldPassOverEnvironmentThatIsNotForSettings() {
        // Given
        Map<String, String> environment = Map.of("TOLLGATE_API", "http://h:1", "TOLLGATE_API_TOKEN", "secret");

        // When
        Settings settings = Settings.read(DECLARED, SettingSources.of(Map.of(), environment));

        // Then
        assertThat(settings.faults()).isEmpty();
    }

    @Test
    void shouldCollectRulesOverSeveralSettingsWithTheOthers() {
        // Given
        Settings settings = Settings.read(
                DECLARED, SettingSources.of(Map.of("unconfirmed-seconds", "x", "gateway-id", "g"), Map.of()));

        // When
        settings.require(false, ID, "another");

        // Then
        assertThat(settings.faults()).hasSize(2).last().isEqualTo("--gateway-id: 'g' is refused, expected another");
    }

    @Test
    void shouldFindNoFurtherFaultWithADefaultThatStandsIn() {
        // Given
        Settings settings = Settings.read(
                DECLARED, SettingSources.of(Map.of("unconfirmed-seconds", "x", "gateway-id", "g"), Map.of()));

        // When
        settings.require(false, SECONDS, "another");

        // Then
        assertThat(settings.isRefused(SECONDS)).isTrue();
        assertThat(settings.isRefused(ID)).isFalse();
        assertThat(settings.faults()).singleElement().asString().startsWith("--unconfirmed-seconds: 'x'");
    }

    @Test
    void shouldReadTheFileThatTheOptionNames(@TempDir Path directory) throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("t.properties"), "unconfirmed-seconds = 7\n");
        SettingSources sources =
                SettingSources.of(Map.of("config", file.toString()), Map.of("TOLLGATE_CONFIG", "/nowhere"));

        // When
        Settings settings = Settings.read(List.of(ClusterSettings.CONFIG, SECONDS), sources.withConfiguredFile());

        // Then
        settings.refuseFaults();
        assertThat(settings.value(SECONDS)).isEqualTo(7);
    }

    @Test
    void shouldRefuseMissingFile() {
        // Given
        SettingSources sources = SettingSources.of(Map.of("config", "/no/such/file"), Map.of());

        // When
        var thrown = assertThatThrownBy(sources::withConfiguredFile);

        // Then
        thrown.isInstanceOf(SettingsRefused.class)
                .hasMessage("config: '/no/such/file' is refused, expected a readable file of Java properties");
    }

    @Test
    void shouldSpellNameForOptionAndEnvironment() {
        // Given
        Setting<?> setting = GATEWAY_HTTP;

        // When
        String option = setting.option();
        String environment = setting.environmentName();

        // Then
        assertThat(option).isEqualTo("--gateway-http");
        assertThat(environment).isEqualTo("TOLLGATE_GATEWAY_HTTP");
    }
}
