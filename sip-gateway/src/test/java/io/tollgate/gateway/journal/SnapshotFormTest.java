package io.tollgate.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.journal.SnapshotForm.Unreadable;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotFormTest {
    private final SnapshotForm form = new SnapshotForm(Snapshots.LOCAL);

    @Test
    void shouldReadWhatItWrote() throws Exception {
        // Given
        CallSnapshot snapshot = Snapshots.of("c-1", 3);

        // When
        CallSnapshot read = form.read(SnapshotForm.write(snapshot));

        // Then
        assertThat(read).isEqualTo(snapshot);
    }

    @Test
    void shouldRefuseWhatANewerVersionWrote() {
        // Given
        byte[] bytes = SnapshotForm.write(Snapshots.of("c-1"));
        bytes[0]++;

        // Then
        assertThatThrownBy(() -> form.read(bytes))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("version 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 17, 100, 400})
    void shouldRefuseWhatIsCutOff(int length) {
        // Given
        byte[] bytes = Arrays.copyOf(SnapshotForm.write(Snapshots.of("c-1")), length);

        // Then
        assertThatThrownBy(() -> form.read(bytes)).isInstanceOf(Unreadable.class);
    }
}
