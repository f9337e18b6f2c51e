package io.tollgate.gateway.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretFileTest {
    @TempDir
    Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("secret"), text);
    }

    @Test
    void shouldReadTwoKeysInOrder() throws IOException {
        // Given
        Path file = file("# new\r\n000102030405060708090A0B0C0D0E0F\r\n\r\n# old\n  correct horse battery  \n");

        // When
        List<byte[]> keys = SecretFile.read(file);

        // Then
        assertThat(keys)
                .containsExactly(
                        new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
                        "correct horse battery".getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0 keys",
        "'# nothing\n', 0 keys",
        "short, 5 bytes",
        "00112233445566778899aabbccddee, 15 bytes",
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\ncccccccccccccccccccccccccccccccc', 3 keys",
    })
    void shouldSayWhatIsWrongWithoutTellingTheKey(String text, String expected) throws IOException {
        // Given
        Path file = file(text);

        // When, Then
        assertThatThrownBy(() -> SecretFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected)
                .hasMessageNotContainingAny("short,", "00112233", "aaaa");
    }

    @Test
    void shouldSayThatAFileIsMissing() {
        assertThatThrownBy(() -> SecretFile.read(directory.resolve("nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it cannot be read");
    }
}
