package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tollgate.enforcement.config.StreamsProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

    @TempDir
    private Path directory;

    private Path application;

    @BeforeEach
    void application() {
        application = directory.resolve(StreamsProperties.APPLICATION_ID);
    }

    @Test
    void shouldRemoveATaskWithAStoreOfWhichNothingWasWritten() throws IOException {
        // Given
        file("4_1/rocksdb/calls/000012.sst");
        file("4_1/rocksdb/standings/MANIFEST-000005");

        // When
        StateDirectory.clearUnwritten(directory);

        // Then
        assertThat(application.resolve("4_1")).doesNotExist();
    }

    @Test
    void shouldKeepATaskWhoseStoresWereAllWritten() throws IOException {
        // Given
        Path calls = file("4_1/rocksdb/calls/000012.sst");
        Path standings = file("4_1/rocksdb/standings/000007.sst");
        file("4_11/rocksdb/calls/MANIFEST-000005");

        // When
        StateDirectory.clearUnwritten(directory);

        // Then
        assertThat(calls).exists();
        assertThat(standings).exists();
    }

    @Test
    void shouldKeepWhatIsNoStoreOfATask() throws IOException {
        // Given
        Path lock = file(".lock");
        Path process = file("kafka-streams-process-metadata");
        Path global = file("global/rocksdb/gateways/MANIFEST-000005");
        Path stateless = Files.createDirectories(application.resolve("0_3"));

        // When
        StateDirectory.clearUnwritten(directory);

        // Then
        assertThat(lock).exists();
        assertThat(process).exists();
        assertThat(global).exists();
        assertThat(stateless).exists();
    }

    @Test
    void shouldFindNothingBeforeTheFirstStart() {
        assertThatCode(() -> StateDirectory.clearUnwritten(directory)).doesNotThrowAnyException();
    }

    @Test
    void shouldKeepWhatIsOfTheSameState() throws IOException {
        // Given
        StateDirectory.belongTo("one", directory);
        Path calls = file("4_1/rocksdb/calls/000012.sst");

        // When
        StateDirectory.belongTo("one", directory);

        // Then
        assertThat(calls).exists();
    }

    @Test
    void shouldRemoveWhatIsOfAnotherState() throws IOException {
        // Given
        StateDirectory.belongTo("one", directory);
        Path calls = file("4_1/rocksdb/calls/000012.sst");

        // When
        StateDirectory.belongTo("another", directory);

        // Then
        assertThat(calls).doesNotExist();
        Path later = file("4_1/rocksdb/calls/000013.sst");
        StateDirectory.belongTo("another", directory);
        assertThat(later).exists();
    }

    @Test
    void shouldRemoveWhatDoesNotSayOfWhichStateItIs() throws IOException {
        // Given
        Path calls = file("4_1/rocksdb/calls/000012.sst");

        // When
        StateDirectory.belongTo("one", directory);

        // Then
        assertThat(calls).doesNotExist();
    }

    @Test
    void shouldRemoveWhatSaysWhatNobodyCanRead() throws IOException {
        // Given
        Path calls = file("4_1/rocksdb/calls/000012.sst");
        Files.write(directory.resolve("state-id"), new byte[] {(byte) 0xff});

        // When
        StateDirectory.belongTo("one", directory);

        // Then
        assertThat(calls).doesNotExist();
        assertThat(directory.resolve("state-id")).hasContent("one");
    }

    private Path file(String name) throws IOException {
        Path file = application.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }
}
