package io.tollgate.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollgate.schemas.setting.LogFormat;
import io.tollgate.schemas.setting.SettingSources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** What a collector of logs gets, and what it must never get. */
class LogsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern KEY = Pattern.compile("addKeyValue\\(\\s*\"(\\w+)\"");

    @Test
    void shouldWriteOneObjectALineWithNamedValuesAsFields() throws Exception {
        // Given
        LoggerContext logback = configured();
        Logs.asJson(logback);
        Logger logger = logback.getLogger("io.tollgate.gateway.Some");

        // When
        List<JsonNode> lines = parsed(said(() -> {
            logger.atInfo()
                    .addKeyValue("callId", "c-1")
                    .addKeyValue("reason", "FRAUD_VERDICT")
                    .addKeyValue("calls", 3)
                    .log("call terminated");
            logger.atWarn()
                    .setCause(new IllegalStateException("two\nlines \"quoted\""))
                    .log("a fault\nof two lines, {}", "filled in");
        }));

        // Then
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).path("level").asText()).isEqualTo("INFO");
        assertThat(lines.get(0).path("formattedMessage").asText()).isEqualTo("call terminated");
        assertThat(lines.get(0).path("timestamp").isNumber()).isTrue();
        assertThat(lines.get(0).path("kvpList").findValuesAsText("callId")).containsExactly("c-1");
        assertThat(lines.get(0).path("kvpList").findValuesAsText("reason")).containsExactly("FRAUD_VERDICT");
        assertThat(lines.get(1).path("throwable").path("message").asText()).startsWith("two\nlines");
    }

    @Test
    void shouldTakeTheFormatFromTheSettings() {
        assertThat(Logs.format(SettingSources.of(Map.of(), Map.of()))).isEqualTo(LogFormat.TEXT);
        assertThat(Logs.format(SettingSources.of(Map.of(), Map.of("TOLLGATE_LOG_FORMAT", "json"))))
                .isEqualTo(LogFormat.JSON);
        assertThat(Logs.format(SettingSources.of(Map.of("log-format", "xml"), Map.of())))
                .isEqualTo(LogFormat.TEXT); // the command refuses it with all else that is wrong
    }

    /** Numbers, passwords, tokens and bodies have no name here; who adds one has to think of who reads the log. */
    @Test
    void shouldNameNothingPersonalInTheLog() throws IOException {
        // Given
        Set<String> keys = new TreeSet<>();

        // When
        for (Path file : sources()) {
            KEY.matcher(Files.readString(file)).results().forEach(found -> keys.add(found.group(1)));
        }

        // Then
        assertThat(keys).contains("callId", "accountId", "reason", "commandId");
        assertThat(keys)
                .doesNotContain(
                        "caller",
                        "callee",
                        "number",
                        "destination",
                        "uri",
                        "user",
                        "password",
                        "secret",
                        "token",
                        "authorization",
                        "credentials",
                        "ha1",
                        "body",
                        "message");
    }

    private static List<Path> sources() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String module : List.of("schemas", "sip-gateway", "enforcement-streams", "launcher")) {
            try (Stream<Path> found = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                found.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
            }
        }
        return files;
    }

    /** As the process has it: the file that it is started with. */
    private static LoggerContext configured() throws Exception {
        LoggerContext logback = new LoggerContext();
        logback.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(logback);
        configurator.doConfigure(
                Path.of("src", "main", "resources", "logback.xml").toFile());
        return logback;
    }

    private static String said(Runnable action) {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(heard, true, UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return heard.toString(UTF_8);
    }

    private static List<JsonNode> parsed(String lines) throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            objects.add(new JsonMapper().readTree(line));
        }
        return objects;
    }
}
