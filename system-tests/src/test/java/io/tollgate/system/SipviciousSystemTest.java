package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.testsupport.scenario.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIPVicious, with which half of the internet's scans are made: it looks for proxies, then for extensions, then for their
 * passwords. Each from an address of its own, over UDP, while honest phones call.
 */
class SipviciousSystemTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** It looks whether anybody answers at all before it begins, and gives up after so long. */
    private static final String SECONDS = "4";

    private static Site site;

    @TempDir
    private Path directory;

    @BeforeAll
    static void findProgramsAndStart() {
        Installed.require("svmap", "svwar", "svcrack", "kamailio", "baresip");
        site = Site.shared();
    }

    @Test
    void shouldTellNothingToAttackersWhileHonestPhonesCall() throws IOException {
        // Given
        String victim = "attacked-victim";
        Path words = Files.write(directory.resolve("words"), List.of(victim, "guess", Kamailio.password(victim)));
        try (Baresip alice = site.baresip("attacked-alice");
                Baresip bob = site.baresip("attacked-bob")) {

            // When
            try (Program map = attack("127.0.0.66", "svmap");
                    Program extensions =
                            attack("127.0.0.67", "svwar", "-d", words.toString(), "--maximumtime", SECONDS, "--force");
                    Program passwords = attack(
                            "127.0.0.68",
                            "svcrack",
                            "-u",
                            victim,
                            "-d",
                            words.toString(),
                            "--domain",
                            Kamailio.DOMAIN,
                            "--maximumtime",
                            SECONDS)) {
                alice.dial(bob.user());
                alice.awaitEstablished();
                bob.awaitEstablished();
                alice.hangUp();
                bob.awaitBye();

                // Then
                for (Program attack : List.of(map, extensions, passwords)) {
                    attack.awaitStatus(PATIENCE);
                    assertThat(attack.said())
                            .as("without the table of what was found")
                            .isNotEmpty()
                            .doesNotContain("+---", "Traceback");
                }
            }
            assertThat(site.kamailio().requests(victim)).isEmpty();
        }
    }

    private Program attack(String from, String tool, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(tool, "-b", from, "-x", from));
        command.addAll(List.of(arguments));
        String[] target = site.gateway().sip().hostPort().split(":");
        command.addAll(List.of("-p", target[1], target[0]));
        return Program.start(Files.createDirectory(directory.resolve(tool)), command.toArray(String[]::new));
    }
}
