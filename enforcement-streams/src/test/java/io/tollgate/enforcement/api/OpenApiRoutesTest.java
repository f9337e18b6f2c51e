package io.tollgate.enforcement.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenApiRoutesTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private static final Pattern IN_PATH = Pattern.compile("\\{([a-zA-Z]+)}");

    private static final Pattern READ_FROM_QUERY = Pattern.compile("queryParam\\(\"([^\"]+)\"\\)");

    /** As in the table of what can be read. */
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `GET (/api/[^?`]+)\\?([^`]+)` \\|");

    private static final Pattern NAME = Pattern.compile("([a-z]+)=");

    private final ApiUnderTest api =
            new ApiUnderTest(null, Reads.alone(new FakeLedger(), new Events("e", 1, () -> {})));

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void shouldDescribeEachRouteAndNoOther() {
        // Given
        var routes = api.api().endpoints().stream()
                .map(route -> route.method.name().toLowerCase(Locale.ROOT) + " " + route.path)
                .collect(Collectors.toCollection(TreeSet::new));

        // When
        var described = new TreeSet<String>();
        document()
                .get("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        described.add(method + " " + path.getKey());
                    }
                }));

        // Then
        assertThat(described).isEqualTo(routes);
    }

    @Test
    void shouldPointOnlyToWhatIsThere() {
        // Given
        var document = document();

        // When / Then
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(ref -> assertThat(document.at(ref.substring(1)).isMissingNode())
                        .as(ref)
                        .isFalse());
    }

    @Test
    void shouldNameEveryParameterOfAPath() {
        document().get("paths").properties().forEach(path -> {
            var named = path.getValue().path("parameters").findValuesAsText("name");
            var inPath = IN_PATH.matcher(path.getKey())
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            assertThat(named).as(path.getKey()).isEqualTo(inPath);
        });
    }

    @Test
    void shouldNameEveryParameterThatAQueryMayHave() throws IOException {
        // Given
        var read = new TreeSet<String>();
        try (var files = Files.list(Path.of("src/main/java/io/tollgate/enforcement/api"))) {
            for (var file : files.toList()) {
                READ_FROM_QUERY.matcher(Files.readString(file)).results().forEach(match -> read.add(match.group(1)));
            }
        }

        // When
        var named = new TreeSet<String>();
        document().get("paths").forEach(path -> path.forEach(operation -> named.addAll(inQuery(operation))));

        // Then
        assertThat(named).isEqualTo(read);
    }

    @Test
    void shouldNameTheParametersOfWhichThePageTells() throws IOException {
        // Given
        var paths = document().get("paths");
        var told = DOCUMENTED
                .matcher(Files.readString(Path.of("..", "docs", "http-api.md")))
                .results()
                .toList();

        // When / Then
        assertThat(told).hasSizeGreaterThan(3).allSatisfy(route -> {
            var names = NAME.matcher(route.group(2))
                    .results()
                    .map(match -> match.group(1))
                    .collect(Collectors.toSet());
            assertThat(inQuery(paths.at("/" + route.group(1).replace("/", "~1") + "/get")))
                    .as(route.group(1))
                    .isEqualTo(names);
        });
    }

    private static Set<String> inQuery(JsonNode operation) {
        return StreamSupport.stream(operation.path("parameters").spliterator(), false)
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .map(parameter -> parameter.path("name").asText())
                .collect(Collectors.toSet());
    }

    @Test
    void shouldSayOfTheSecretThatItIsOnlyWritten() {
        assertThat(document()
                        .at("/components/schemas/Account/properties/ha1/writeOnly")
                        .booleanValue())
                .isTrue();
    }

    private JsonNode document() {
        var answer = api.get("/api/openapi.json");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("Content-Type")).startsWith("application/json");
        return answer.json();
    }
}
