package io.tollgate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {

    @TempDir
    private Path directory;

    @Test
    void shouldMakeAKeyThatGatewaysTakeAndOnlyTheOwnerReads() throws IOException {
        // Given
        Path file = directory.resolve("below").resolve("secret");

        // When
        SecretFile.ensure(file);

        // Then
        assertThat(io.tollgate.gateway.config.SecretFile.read(file))
                .singleElement()
                .satisfies(key -> assertThat(key).hasSize(32));
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void shouldLeaveNothingWhereOnlySettingsAreChecked() {
        // Given
        Path file = directory.resolve("secret");

        // When
        Path standIn = SecretFile.withStandIn(file, path -> {
            assertThat(io.tollgate.gateway.config.SecretFile.read(path)).hasSize(1);
            return path;
        });

        // Then
        assertThat(standIn).isNotEqualTo(file).doesNotExist();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldKeepTheKeyThatIsThere() throws IOException {
        // Given
        Path file = directory.resolve("secret");
        SecretFile.ensure(file);
        String before = Files.readString(file);

        // When
        SecretFile.ensure(file);

        // Then
        assertThat(Files.readString(file)).isEqualTo(before);
    }
}
