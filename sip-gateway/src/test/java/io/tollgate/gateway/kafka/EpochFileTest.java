package io.tollgate.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochFileTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_000_000);

    @TempDir
    Path directory;

    @Test
    void shouldBeTheTimeAtTheFirstStart() throws IOException {
        assertThat(EpochFile.next(directory.resolve("new"), NOW)).isEqualTo(1_000_000);
    }

    @Test
    void shouldGrowWhenClockWasSetBack() throws IOException {
        // Given
        EpochFile.next(directory, NOW);

        // When
        long second = EpochFile.next(directory, NOW.minusSeconds(100));
        long third = EpochFile.next(directory, NOW.minusSeconds(200));

        // Then
        assertThat(second).isEqualTo(1_000_001);
        assertThat(third).isEqualTo(1_000_002);
    }

    @Test
    void shouldGoOnFromTheTimeWhenFileIsDamaged() throws IOException {
        // Given
        Files.writeString(directory.resolve("epoch"), "rubbish");

        // When, Then
        assertThat(EpochFile.next(directory, NOW)).isEqualTo(1_000_000);
    }
}
