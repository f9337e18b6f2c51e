package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.tollgate.phone.Dial;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.scenario.Await;
import io.tollgate.testsupport.scenario.Installed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The docs' examples as they are written, by a shell, in the order of the page. What they call {@code 127.0.0.1:8080} is the
 * shared cluster: curl is told so in its own configuration, and no letter of an example is changed. kcat has no such
 * thing; there the addresses are put in.
 */
class DocsExamplesSystemTest {

    private static final String API = "127.0.0.1:8080";
    private static final String CALL_ID = "a84b4c76e66710";

    /** Where {@code ConfluentJavaScriptIT} has npm put Confluent's client. */
    private static final Path INTEROP = Path.of("..", "schemas", "target", "interop");

    private final Cluster cluster = Cluster.shared();

    @TempDir
    private Path directory;

    @BeforeEach
    void leadCurlHere() throws IOException {
        Files.writeString(
                directory.resolve(".curlrc"),
                "silent\nshow-error\nnoproxy = \"*\"\nconnect-to = \"%s:127.0.0.1:%d\"\n"
                        .formatted(API, URI.create(cluster.http()).getPort()));
    }

    @Test
    void shouldAnswerCurlAsThePagesSay() {
        // Given
        Installed.require("bash", "curl", "jq");
        List<Example> examples = Example.of("docs/http-api.md", "curl");
        Example follow = examples.stream()
                .filter(example -> example.command().startsWith("curl -N "))
                .findFirst()
                .orElseThrow();
        try (Program feed = shell(follow.command())) {
            // When
            examples.stream().filter(example -> !example.equals(follow)).forEach(this::run);
            Example.of("README.md", "curl").forEach(this::run);

            // Then
            feed.await("event: Termination");
            feed.await("event: CallRecord");
            feed.await(CALL_ID);
        }
        Await.until(
                "the channel limit that jq wrote",
                Cluster.PATIENCE,
                () -> cluster.api().account("alice"),
                alice -> alice.path("channelLimit").asInt() == 5);
    }

    @Test
    void shouldObeyTheVerdictThatJavaScriptWritesAndKcatSends() throws IOException {
        // Given
        Installed.require("bash", "kcat");
        if (!Files.isDirectory(INTEROP.resolve("node_modules"))) {
            abort("node and npm are not here, or have not installed Confluent's client for ConfluentJavaScriptIT");
        }
        Path home = INTEROP.toRealPath();
        Files.copy(
                Path.of("..", "docs", "examples", "verdict.mjs"),
                home.resolve("verdict.mjs"),
                StandardCopyOption.REPLACE_EXISTING);
        cluster.first().awaitMessageStatus("alice", "+88212345", 200);

        // When
        for (String program : List.of("node", "kcat")) {
            for (Example example : Example.of("README.md", program)) {
                String command = example.command()
                        .replace("http://127.0.0.1:8081", cluster.registry())
                        .replace("127.0.0.1:9092", cluster.kafka());
                succeed("cd '" + home + "'; " + command);
            }
        }

        // Then
        cluster.first().awaitMessageStatus("alice", "+88212345", 403);
    }

    /** What a reader has by the time that he comes to this line: what he wrote has arrived, and there is a call to end. */
    private void run(Example example) {
        if (example.command().contains("| jq ")) {
            awaitMoney();
        }
        if (example.command().contains("/api/blacklist/premium")) {
            awaitThere("/api/blacklist/premium");
        }
        if (!example.command().contains(CALL_ID)) {
            check(example);
            return;
        }
        try (Phone phone = cluster.first().phone("docs-caller").open()) {
            PlacedCall call = phone.invite(Dial.to(Cast.LOCAL).callId(CALL_ID));
            call.awaitAnswered();
            Await.until(
                    "the call in the API",
                    Cluster.PATIENCE,
                    () -> cluster.api().calls("docs-caller"),
                    calls -> calls.path(0).path("state").asText().equals("ANSWERED"));
            check(example);
            call.awaitEnded(Cluster.PATIENCE);
        }
    }

    private void awaitThere(String path) {
        Await.until(
                path,
                Cluster.PATIENCE,
                () -> cluster.api().send("GET", path, null).statusCode(),
                status -> status == 200);
    }

    private void awaitMoney() {
        Await.until(
                "money of alice",
                Cluster.PATIENCE,
                () -> cluster.api().account("alice"),
                alice -> alice.path("balance").asLong() > 0);
    }

    private void check(Example example) {
        String said = succeed(example.command());
        if (example.answer().isPresent()) {
            assertThat(said).as(example.command()).matches(example.answer().get());
        } else {
            assertThat(said).as(example.command()).isNotBlank().doesNotStartWith("{\"error\"");
        }
    }

    private String succeed(String command) {
        try (Program shell = shell(command)) {
            int status = shell.awaitStatus(Cluster.PATIENCE);
            assertThat(status).as("%s\n%s", command, shell.said()).isZero();
            return shell.said();
        }
    }

    private Program shell(String command) {
        return Program.start(
                directory, "bash", "-c", "set -o pipefail; export CURL_HOME=$HOME TOLLGATE_API_TOKEN=none; " + command);
    }
}
