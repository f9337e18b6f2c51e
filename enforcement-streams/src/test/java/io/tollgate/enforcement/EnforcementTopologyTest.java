package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.enforcement.backlog.Backlog;
import io.tollgate.enforcement.blacklist.Breadth;
import io.tollgate.enforcement.config.StreamsProperties;
import io.tollgate.enforcement.failure.Patience;
import io.tollgate.enforcement.metrics.EnforcementMetrics;
import io.tollgate.enforcement.processor.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnforcementTopologyTest {

    /**
     * The names in it are those of tasks, internal topics and state on disk: a change here is a change of what running
     * instances have kept. When it is meant, copy {@code target/topology.txt} over
     * the file.
     */
    @Test
    void shouldBeDrawnAsTheGoldenFileSays() throws IOException {
        // When
        var drawn = EnforcementTopology.build(surroundings()).describe().toString();

        // Then
        Files.writeString(Path.of("target", "topology.txt"), drawn);
        assertThat(drawn.strip().lines()).containsExactlyElementsOf(golden());
    }

    /** By their names what lay in them is read in order. */
    @Test
    void shouldNameWhatOwnersOfAccountsRead() throws IOException {
        // When
        var sources = golden().stream().filter(line -> line.contains("Source:")).toList();

        // Then
        assertThat(EnforcementTopology.OWNERS.topics())
                .allSatisfy(topic -> assertThat(sources).anyMatch(line -> line.contains("[" + described(topic) + "]")));
    }

    /** Streams puts the application's name before its own topics only when it runs. */
    private static String described(String topic) {
        return topic.replace(StreamsProperties.APPLICATION_ID + "-", "");
    }

    private static List<String> golden() throws IOException {
        try (var file = EnforcementTopologyTest.class.getResourceAsStream("/topology.txt")) {
            if (file == null) {
                return List.of();
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .lines()
                    .toList();
        }
    }

    private static Surroundings surroundings() {
        return new Surroundings(
                MemoryRegistry.withAllSchemas(),
                12,
                new Breadth(3, 16, 32),
                List.of(),
                Duration.ofSeconds(30),
                new EnforcementMetrics(new SimpleMeterRegistry()),
                Patience.NONE,
                Backlog.NONE);
    }
}
