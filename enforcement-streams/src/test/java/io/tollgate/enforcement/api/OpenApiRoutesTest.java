package io.tollgate.enforcement.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenApiRoutesTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /** Registered beside the others, where there are events to tell of. */
    private static final Set<String> OF_EVENTS =
            Set.of("get /api/events", "get /api/decisions", "get /api/observed", "get /api/calls/{callId}/why");

    private static final Pattern IN_PATH = Pattern.compile("\\{([a-zA-Z]+)}");

    private final ApiUnderTest api = new ApiUnderTest(null);

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
        routes.addAll(OF_EVENTS);

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
