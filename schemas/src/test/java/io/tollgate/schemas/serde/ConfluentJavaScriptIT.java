package io.tollgate.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.tollgate.Action;
import io.tollgate.FraudVerdict;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Confluent's own JavaScript client as a stranger. Needs node and npm and installs the client under {@code target}; says
 * that it is skipped where that cannot be done, and fails where {@code CI=true} says that it must be.
 */
class ConfluentJavaScriptIT {

    private static final Path HOME = Path.of("target", "interop").toAbsolutePath();
    private static final Path EXAMPLE = Path.of("..", "docs", "examples", "verdict.mjs");
    private static final int RECORDS = 20;

    private final InMemoryRegistry store = new InMemoryRegistry();
    private final RegistryServer server = new RegistryServer(store);

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Files.createDirectories(HOME);
        Files.copy(EXAMPLE, HOME.resolve("verdict.mjs"), StandardCopyOption.REPLACE_EXISTING);
        for (var file : List.of("package.json", "echo.js")) {
            try (var in = ConfluentJavaScriptIT.class.getResourceAsStream("/interop/" + file)) {
                Files.copy(in, HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!runs("node", "--version") || !runs("npm", "--version")) {
            skip("node and npm are not here, so Confluent's JavaScript client was not tried");
        }
        if (Files.exists(HOME.resolve("node_modules/.package-lock.json"))) {
            return; // npm writes it last
        }
        boolean installed = runs(
                "npm",
                "install",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefer-offline",
                "--fetch-retries=1",
                "--fetch-timeout=30000");
        if (!installed) {
            var fault = "npm could not install Confluent's JavaScript client, see " + HOME.resolve("npm.log");
            if ("true".equals(System.getenv("CI"))) {
                fail(fault);
            }
            skip(fault);
        }
    }

    @BeforeEach
    void register() {
        Schemas.registerAll(store);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldWriteWhatTheClientReadsAndReadWhatItWrites() throws IOException, InterruptedException {
        // Given
        var serializer = new AvroSerializer<SpecificRecord>(store);
        var lines = new ArrayList<String>();
        var messages = new ArrayList<String>();
        for (Topic topic : Samples.topics().toList()) {
            for (var sample : Samples.encoded(topic, RECORDS, 5)) {
                var message = serializer.serialize(topic.name(), Samples.decoded(topic, sample));
                messages.add(HexFormat.of().formatHex(message));
                lines.add(topic.name() + " " + messages.get(messages.size() - 1));
            }
        }

        // When
        var echoes = Files.readAllLines(node("echo.js", lines));

        // Then the client read each record to the last bit: what it wrote again are the same bytes, which we read
        assertThat(echoes).isEqualTo(messages);
    }

    @Test
    void shouldReadTheVerdictThatTheDocsExampleWrites() throws IOException, InterruptedException {
        // Given
        var deserializer = new AvroDeserializer<>(FraudVerdict.class, store);

        // When
        var written = Files.readAllBytes(node("verdict.mjs", List.of(), "mallory", "882"));

        // Then
        var verdict = deserializer.deserialize(Topics.VERDICTS.name(), written);
        assertThat(verdict)
                .isEqualTo(FraudVerdict.newBuilder()
                        .setVerdictId(verdict.getVerdictId())
                        .setSource("my-fraud-system")
                        .setIssuedAt(verdict.getIssuedAt())
                        .setAction(Action.TERMINATE_AND_BLACKLIST)
                        .setAccount("mallory")
                        .setDestinationPrefix("882")
                        .setExpiresAt(verdict.getIssuedAt().plusSeconds(3_600))
                        .setReason("traffic pumping")
                        .build());
        assertThat(verdict.getIssuedAt()).isBetween(Instant.now().minusSeconds(600), Instant.now());
    }

    /** Said on the console too: Maven shows only that something was skipped. */
    private static void skip(String why) {
        System.out.println("SKIPPED: " + why);
        abort(why);
    }

    private Path node(String script, List<String> input, String... arguments) throws IOException, InterruptedException {
        var in = Files.write(HOME.resolve(script + ".in"), input);
        var out = HOME.resolve(script + ".out");
        var command = new ArrayList<>(List.of("node", script, server.url().toString()));
        command.addAll(List.of(arguments));
        var node = new ProcessBuilder(command)
                .directory(HOME.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(Redirect.INHERIT)
                .start();
        assertThat(ended(node, 60)).as("exit status of " + script).isZero();
        return out;
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command)
                    .directory(HOME.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(HOME.resolve("npm.log").toFile())
                    .start();
            return ended(process, 180) == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    private static int ended(Process process, int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }
}
