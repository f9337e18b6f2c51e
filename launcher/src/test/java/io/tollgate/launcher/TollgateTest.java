package io.tollgate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.schemas.setting.Setting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command says and how it leaves, as far as nothing has to be started for it. */
class TollgateTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void shouldNameEverySettingOfTheContract() {
        // Given
        List<String> promised = List.of(
                "sip",
                "sips",
                "upstream",
                "upstream-networks",
                "kafka",
                "registry",
                "http",
                "gateway-http",
                "gateway-id",
                "data",
                "secret-file",
                "observe",
                "config",
                "kafka-properties",
                "advertise",
                "tls-cert",
                "tls-key",
                "unknown-accounts",
                "international-prefixes",
                "national-prefix",
                "country-code",
                "unconfirmed-seconds",
                "emergency-numbers");

        // When
        List<String> known = KnownSettings.ALL.stream().map(Setting::key).toList();

        // Then
        assertThat(known).containsAll(promised).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "gateway", "streams", "demo"})
    void shouldExplainEveryOptionOfACommand(String verb) {
        // When
        int status = run(Map.of(), verb, "--help");

        // Then
        assertThat(status).isZero();
        assertThat(text(out)).contains("--kafka", "--data", "--config");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void shouldListCommandsWhenNoneIsNamed() {
        // When
        int status = run(Map.of());

        // Then
        assertThat(status).isEqualTo(2);
        assertThat(text(err)).contains("up", "gateway", "streams", "demo");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void shouldListTheOperatorsVerbs() {
        // When
        int status = run(Map.of(), "--help");

        // Then
        assertThat(status).isZero();
        assertThat(text(out))
                .contains(
                        "accounts",
                        "account",
                        "topup",
                        "rate",
                        "calls",
                        "terminate",
                        "blacklist",
                        "observed",
                        "gateways",
                        "completion");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void shouldCompleteEveryCommandInAShell(String shell) {
        // When
        int status = run(Map.of(), "completion", shell);

        // Then
        assertThat(status).isZero();
        assertThat(text(out)).startsWith("#!").contains("blacklist", "--api", "--kafka", "complete -F");
    }

    @Test
    void shouldRefuseShellThatItHasNoCompletionFor() {
        // When
        int status = run(Map.of(), "completion", "fish");

        // Then
        assertThat(status).isEqualTo(2);
        assertThat(text(err)).contains("fish", "bash", "zsh");
    }

    @Test
    void shouldHandAnOperatorsVerbOn() {
        // When
        int status = run(Map.of("TOLLGATE_API", "nowhere"), "accounts");

        // Then
        assertThat(status).isEqualTo(2);
        assertThat(text(err)).contains("TOLLGATE_API: 'nowhere' is refused");
    }

    @Test
    void shouldRefuseUnknownCommand() {
        // When
        int status = run(Map.of(), "down");

        // Then
        assertThat(status).isEqualTo(2);
        assertThat(text(err)).contains("down").contains("see 'tollgate --help'");
    }

    @Test
    void shouldHelpWhenAskedForHelp() {
        // When
        int status = run(Map.of(), "help", "gateway");

        // Then
        assertThat(status).isZero();
        assertThat(text(out)).contains("--gateway-id");
    }

    @Test
    void shouldRefuseOptionWithoutItsValue() {
        // When
        int status = run(Map.of(), "up", "--sip");

        // Then
        assertThat(status).isEqualTo(2);
        assertThat(text(err)).contains("--sip");
    }

    @Test
    void shouldRefuseOptionOfAnotherCommand() {
        // When
        int status = run(Map.of(), "streams", "--sip=127.0.0.1:5060");

        // Then
        assertThat(status).isEqualTo(2);
        assertThat(text(err)).contains("--sip: '127.0.0.1:5060' is refused, expected an option of this command");
    }

    @Test
    void shouldAskForThePeersOfAGateway(@TempDir Path data) {
        // When
        int status = run(Map.of(), "gateway", "--sip=127.0.0.1:0", "--gateway-http=off", "--data=" + data);

        // Then
        assertThat(status).isEqualTo(2);
        assertThat(text(err)).contains("--upstream: ''", "--secret-file: ''");
    }

    @Test
    void shouldAskForTheCertificateOfATlsListener(@TempDir Path data) {
        // When
        int status = run(Map.of(), "up", "--data=" + data, "--sips=127.0.0.1:0", "--tls-key=nowhere.pem");

        // Then
        assertThat(status).isEqualTo(2);
        assertThat(text(err)).contains("--tls-cert: ''", "--tls-key: 'nowhere.pem'");
    }

    @Test
    void shouldTellPortsThatAreNamedTwice(@TempDir Path data) {
        // When
        int status = run(
                Map.of(),
                "up",
                "--data=" + data,
                "--sip=127.0.0.1:0",
                "--kafka=127.0.0.1:0",
                "--registry=http://127.0.0.1:1",
                "--http=127.0.0.1:1");

        // Then
        assertThat(status).isEqualTo(2);
        assertThat(text(err)).contains("--http: '127.0.0.1:1' is refused, expected a port that no other setting names");
    }

    @Test
    void shouldTellThePortThatTheGatewaysPagesCannotHave(@TempDir Path data) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            // Given
            String address = "127.0.0.1:" + taken.getLocalPort();

            // When
            int status = run(
                    Map.of(),
                    "up",
                    "--data=" + data,
                    "--sip=127.0.0.1:0",
                    "--kafka=127.0.0.1:0",
                    "--registry=http://127.0.0.1:0",
                    "--http=off",
                    "--gateway-http=" + address);

            // Then
            assertThat(status).isEqualTo(2);
            assertThat(text(err).lines())
                    .singleElement()
                    .asString()
                    .contains("--gateway-http: '" + address + "' is refused")
                    .endsWith("but it is in use");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "3"})
    void shouldRefuseMoreReplicasThanItsOnlyBrokerHas(String replication, @TempDir Path data) {
        // When
        int status = run(Map.of(), "up", "--data=" + data, "--kafka=127.0.0.1:0", "--replication=" + replication);

        // Then
        assertThat(status).isEqualTo(2);
        assertThat(text(err)).contains("--replication: '" + replication + "' is refused, expected ");
    }

    @Test
    void shouldRefuseManyAddressesForItsOwnBroker(@TempDir Path data) {
        // When
        int status = run(Map.of("TOLLGATE_KAFKA", "127.0.0.1:0,127.0.0.1:0"), "up", "--data=" + data);

        // Then
        assertThat(status).isEqualTo(2);
        assertThat(text(err)).contains("'127.0.0.1:0,127.0.0.1:0' is refused, expected one HOST:PORT");
    }

    @Test
    void shouldRefuseDataThatCannotBeWritten(@TempDir Path directory) throws IOException {
        // Given
        Path file = Files.createFile(directory.resolve("file"));

        // When
        int status = run(
                Map.of(),
                "up",
                "--data=" + file,
                "--sip=127.0.0.1:0",
                "--kafka=127.0.0.1:0",
                "--registry=http://127.0.0.1:0",
                "--http=off");

        // Then
        assertThat(status).isEqualTo(2);
        assertThat(text(err).lines())
                .singleElement()
                .asString()
                .contains("data: '" + file + "' is refused, expected a directory that can be written");
    }

    @Test
    void shouldLeaveNothingBehindWhenTheStartIsRefused(@TempDir Path directory) {
        // Given
        Path data = directory.resolve("data");

        // When
        int status = run(Map.of(), "up", "--data=" + data, "--sip=192.0.2.1:5060", "--kafka=127.0.0.1:0");

        // Then
        assertThat(status).isEqualTo(2);
        assertThat(text(err))
                .contains("--sip: '192.0.2.1:5060' is refused, expected an address to listen on for TCP, but its host"
                        + " is not an address of this machine");
        assertThat(data).doesNotExist();
    }

    private int run(Map<String, String> environment, String... arguments) {
        return new Tollgate(environment, stream(out), stream(err)).run(arguments);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
