package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.phone.CallEnd;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example of a fraud system, started as the README says, from its source. */
class ReadmeSystemTest {

    private static final Path EXAMPLE = Path.of("..", "docs", "examples", "PublishVerdict.java");
    private static final int STARTING_SECONDS = 120;

    private final Cluster cluster = Cluster.shared();

    @TempDir
    private Path directory;

    @Test
    void shouldEndCallsAndRefuseFurtherOnesWhenExamplePublishesVerdict() throws Exception {
        // Given
        try (Phone phone = cluster.first().phone("readme").open()) {
            PlacedCall meant = phone.invite("+88212345");
            PlacedCall other = phone.invite("+4930123456");
            meant.awaitAnswered();
            other.awaitAnswered();

            // When
            publish("readme", "882");

            // Then
            CallEnd end = meant.awaitEnded(Cluster.PATIENCE);
            assertThat(end.by()).isEqualTo(CallEnd.By.PEER);
            assertThat(end.reason()).contains("cause=403");
            assertThat(other.live()).isTrue();
            cluster.first().awaitMessageStatus("readme", "+88254321", 403);
            other.hangUp();
            other.awaitEnded();
        }
    }

    private void publish(String account, String prefix) throws Exception {
        File said = directory.resolve("said").toFile();
        Process example = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EXAMPLE.toString(),
                        cluster.kafka(),
                        cluster.registry(),
                        account,
                        prefix)
                .redirectErrorStream(true)
                .redirectOutput(said)
                .start();
        boolean ended = example.waitFor(STARTING_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            example.destroyForcibly();
        }
        assertThat(ended && example.exitValue() == 0)
                .as("the example; it said\n%s", Files.readString(said.toPath(), StandardCharsets.UTF_8))
                .isTrue();
    }
}
