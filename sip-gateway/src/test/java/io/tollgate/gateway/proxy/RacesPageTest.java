package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RacesPageTest {
    private static final Pattern NAMED = Pattern.compile("`((?:should|in)[A-Z0-9]\\w+)`");
    private static final Pattern WRITTEN = Pattern.compile("void (\\w+)\\(");

    @Test
    void shouldNameTestsThatExist() throws IOException {
        // Given
        Set<String> tests = new HashSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java/io/tollgate/gateway"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                tests.addAll(found(WRITTEN, Files.readString(file)));
            }
        }

        // When
        List<String> named = found(NAMED, Files.readString(Path.of("../docs/races.md")));

        // Then
        assertThat(named).hasSizeGreaterThan(40);
        assertThat(tests).containsAll(named);
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toList());
    }
}
