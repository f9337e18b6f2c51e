package io.tollgate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.schemas.setting.SettingsRefused;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {

    @TempDir
    private Path directory;

    @Test
    void shouldRefuseDirectoryThatIsTaken() {
        // Given
        try (ProcessLock first = ProcessLock.take(directory, "gateway-id", "g1")) {
            assertThat(first).isNotNull();

            // When
            ThrowingCallable take = () -> ProcessLock.take(directory, "gateway-id", "g1");

            // Then
            assertThatThrownBy(take).isInstanceOf(SettingsRefused.class).hasMessageStartingWith("gateway-id: 'g1'");
        }
    }

    @Test
    void shouldGiveDirectoryBackWhenClosed() {
        // Given
        ProcessLock.take(directory, "gateway-id", "g1").close();

        // When
        ProcessLock again = ProcessLock.take(directory, "gateway-id", "g1");

        // Then
        again.close();
    }
}
