package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.testsupport.scenario.Installed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** sipsak, with which operators look whether a proxy lives and which monitoring systems start every minute. */
class SipsakSystemTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static Site site;

    @TempDir
    private Path directory;

    @BeforeAll
    static void findProgramsAndStart() {
        Installed.require("sipsak", "kamailio");
        site = Site.shared();
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void shouldAnswerThePing(String transport) {
        // When
        Said said = sipsak(
                "-vv", "-E", transport, "-s", "sip:" + site.gateway().sip().hostPort());

        // Then
        assertThat(said.status()).as(said.text()).isZero();
        assertThat(said.text()).contains("SIP/2.0 200 ");
    }

    @Test
    void shouldRegisterWithDigestByOurPath() {
        // Given
        String user = "sipsak-user";

        // When
        Said said = register(user, Kamailio.password(user));

        // Then
        assertThat(said.status()).as(said.text()).isZero();
        site.kamailio().awaitRegistered(user, "<sip:" + site.gateway().sip().hostPort() + ";");
    }

    @Test
    void shouldPassOnThatThePasswordIsWrong() {
        // When
        Said said = register("sipsak-forgetful", "a guess");

        // Then
        assertThat(said.status()).as(said.text()).isNotZero();
        assertThat(site.kamailio().requests("REGISTER").stream().filter(line -> line.contains("sipsak-forgetful")))
                .as("the challenged one and the answer to the challenge")
                .hasSizeGreaterThanOrEqualTo(2);
    }

    private Said register(String user, String password) {
        return sipsak(
                "-U",
                "-i",
                "-C",
                "sip:" + user + "@127.0.0.1:5060",
                "-x",
                "60",
                "-s",
                "sip:" + user + "@" + site.gateway().sip().hostPort(),
                "-u",
                user,
                "-a",
                password);
    }

    private record Said(int status, String text) {}

    private Said sipsak(String... arguments) {
        List<String> command = new ArrayList<>(List.of("sipsak"));
        command.addAll(List.of(arguments));
        try (Program sipsak = Program.start(directory, command.toArray(String[]::new))) {
            return new Said(sipsak.awaitStatus(PATIENCE), sipsak.said());
        }
    }
}
