package io.tollgate.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The alert rules and the dashboard as they lie in docs/monitoring. */
record MonitoringPages(JsonNode alertFile, JsonNode dashboard) {

    static final Path DIRECTORY = Path.of("..", "docs", "monitoring");

    private static final Pattern NAME = Pattern.compile("\\b(?:tollgate|jvm|process)_[a-z_]+");

    static MonitoringPages read() throws IOException {
        return new MonitoringPages(
                new YAMLMapper().readTree(DIRECTORY.resolve("alerts.yml").toFile()),
                new JsonMapper()
                        .readTree(DIRECTORY.resolve("grafana/tollgate.json").toFile()));
    }

    List<JsonNode> alerts() {
        return stream(alertFile.path("groups"))
                .flatMap(group -> stream(group.path("rules")))
                .toList();
    }

    List<JsonNode> panels() {
        return stream(dashboard.path("panels"))
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    /** Names of metrics that some expression asks for. */
    Set<String> metrics() {
        Stream<String> alerts =
                alerts().stream().map(alert -> alert.path("expr").asText());
        Stream<String> panels = panels().stream()
                .flatMap(panel -> stream(panel.path("targets")))
                .map(target -> target.path("expr").asText());
        Stream<String> variables = stream(dashboard.path("templating").path("list"))
                .map(variable -> variable.path("query").asText());
        return Stream.of(alerts, panels, variables)
                .flatMap(all -> all)
                .flatMap(expression -> NAME.matcher(expression).results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
