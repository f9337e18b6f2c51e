package io.tollgate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard can be read by those who use them, and the runbook knows each alert. */
class MonitoringTest {

    private static final Set<String> SEVERITIES = Set.of("critical", "warning", "info");

    @Test
    void shouldTellInTheRunbookWhatToDoAboutEachAlert() throws IOException {
        // Given
        Set<String> alerts = MonitoringPages.read().alerts().stream()
                .map(alert -> alert.path("alert").asText())
                .collect(Collectors.toCollection(TreeSet::new));

        // When
        Set<String> told = Files.readAllLines(Path.of("..", "docs", "operations.md")).stream()
                .filter(line -> line.startsWith("| `Tollgate"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(told).isEqualTo(alerts);
    }

    @Test
    void shouldGiveEachAlertASeverityAndASummary() throws IOException {
        assertThat(MonitoringPages.read().alerts()).hasSizeGreaterThan(20).allSatisfy(alert -> {
            assertThat(alert.at("/labels/severity").asText()).isIn(SEVERITIES);
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
        });
    }

    @Test
    void shouldAskForSomethingInEachPanelOfTheDashboard() throws IOException {
        // Given
        List<JsonNode> panels = MonitoringPages.read().panels();

        // Then
        assertThat(panels).hasSizeGreaterThan(20).allSatisfy(panel -> {
            assertThat(panel.path("targets")).as(panel.path("title").asText()).isNotEmpty();
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
        });
        assertThat(panels.stream().map(panel -> panel.path("id").asInt())).doesNotHaveDuplicates();
    }

    @Test
    void shouldKnowTheJobsThatTheRulesAskFor() throws IOException {
        // Given
        JsonNode prometheus = new YAMLMapper()
                .readTree(MonitoringPages.DIRECTORY.resolve("prometheus.yml").toFile());

        // When
        List<String> jobs = prometheus.path("scrape_configs").findValuesAsText("job_name");

        // Then
        assertThat(jobs).containsExactly("tollgate-gateway", "tollgate-streams");
    }

    @Test
    void shouldFireAsPrometheusReadsTheRules() throws Exception {
        // Given
        assumeTrue(hasPromtool(), "promtool is not here (Debian's package prometheus has it)");
        String script = Path.of("src", "test", "resources", "alerts-test.yml")
                .toAbsolutePath()
                .toString();

        // When
        Process promtool = new ProcessBuilder("promtool", "test", "rules", script)
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertThat(promtool.waitFor()).as(said).isZero();
    }

    private static boolean hasPromtool() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "promtool")));
    }
}
