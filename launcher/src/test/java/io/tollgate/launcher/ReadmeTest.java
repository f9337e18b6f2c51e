package io.tollgate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.schemas.setting.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The README says what the code says: its tables, its example, and the files that it sends readers to. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern METER = Pattern.compile("\\b(count|gauge)\\(\\s*\"((?:[a-z]+\\.)*[a-z]+)\"");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

    @Test
    void shouldListTheDeclaredSettingsInTheirOrder() throws IOException {
        // Given
        List<String> declared = KnownSettings.ALL.stream().map(ReadmeTest::row).toList();

        // When
        List<String> listed = rowsUnder("## Settings");

        // Then
        assertThat(listed).as("expected:\n%s", String.join("\n", declared)).isEqualTo(declared);
    }

    @Test
    void shouldListTheMetersThatAreRegistered() throws IOException {
        // Given
        Set<String> registered = new TreeSet<>();
        registered.addAll(meters("tollgate_", ROOT.resolve("sip-gateway/src/main/java/io/tollgate/gateway/metrics")));
        registered.addAll(
                meters("", ROOT.resolve("enforcement-streams/src/main/java/io/tollgate/enforcement/metrics")));

        // When
        Set<String> listed = rowsUnder("## Metrics").stream()
                .map(row -> row.substring(3, row.indexOf('`', 3)))
                .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(listed).isEqualTo(registered);
    }

    @ParameterizedTest
    @CsvSource({"java, PublishVerdict.java", "js, verdict.mjs"})
    void shouldQuoteTheExamplesAsTheyAreRun(String language, String file) throws IOException {
        // Given
        String example = Files.readString(ROOT.resolve("docs/examples/" + file));

        // When
        String readme = readme();

        // Then
        assertThat(readme).contains("```" + language + "\n" + example + "```\n");
    }

    @Test
    void shouldSendReadersToFilesThatAreThere() throws IOException {
        // Given
        List<Path> pages;
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            pages = Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList();
        }

        // When
        Set<String> broken = new TreeSet<>();
        for (Path page : pages) {
            LINK.matcher(Files.readString(page))
                    .results()
                    .map(link -> page.resolveSibling(link.group(1)).normalize())
                    .filter(target -> !Files.exists(target))
                    .forEach(target -> broken.add(page + " -> " + target));
        }

        // Then
        assertThat(broken).isEmpty();
    }

    private static String row(Setting<?> setting) {
        String value = setting.defaultText();
        String shown = value == null || value.isEmpty() ? "" : "`" + value + "`";
        return "| `" + setting.key() + "` | " + users(setting) + " | " + shown + " | " + setting.doc() + " |";
    }

    private static String users(Setting<?> setting) {
        boolean gateway = GatewayPart.SETTINGS.contains(setting);
        boolean streams = StreamsPart.SETTINGS.contains(setting);
        return gateway && streams ? "both" : gateway ? "gateway" : "streams";
    }

    private static Set<String> meters(String before, Path sources) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.toList()) {
                METER.matcher(Files.readString(file))
                        .results()
                        .map(meter -> prometheusName(before, meter))
                        .forEach(names::add);
            }
        }
        return names;
    }

    private static String prometheusName(String before, MatchResult meter) {
        return before + meter.group(2).replace('.', '_') + (meter.group(1).equals("count") ? "_total" : "");
    }

    private static List<String> rowsUnder(String heading) throws IOException {
        return section(heading).lines().filter(line -> line.startsWith("| `")).toList();
    }

    private static String section(String heading) throws IOException {
        String readme = readme();
        int start = readme.indexOf("\n" + heading + "\n");
        assertThat(start).as("section %s", heading).isNotNegative();
        int end = readme.indexOf("\n## ", start + 1);
        return readme.substring(start, end < 0 ? readme.length() : end);
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }
}
