package io.tollgate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.schemas.setting.SettingsRefused;
import java.net.BindException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTest {

    @Test
    void shouldTellFaultsOfSettingsWhereverTheyAreWrapped() {
        // Given
        RuntimeException thrown = new IllegalStateException("outer", new SettingsRefused(List.of("one", "two")));

        // When
        Failure failure = Failure.of(thrown);

        // Then
        assertThat(failure).isEqualTo(new Failure(2, List.of("one", "two")));
    }

    @Test
    void shouldTakePortThatWasLostAfterTheCheckForWrongSetting() {
        // Given
        RuntimeException thrown = new IllegalStateException("HTTP at h:1", new BindException("Address in use"));

        // When
        Failure failure = Failure.of(thrown);

        // Then
        assertThat(failure.status()).isEqualTo(2);
        assertThat(failure.lines()).singleElement().asString().contains("HTTP at h:1", "in use");
    }

    @Test
    void shouldNameTheRootOfAnythingElse() {
        // Given
        RuntimeException thrown = new IllegalStateException("outer", new IllegalArgumentException("inner"));

        // When
        Failure failure = Failure.of(thrown);

        // Then
        assertThat(failure.status()).isEqualTo(1);
        assertThat(failure.lines()).singleElement().asString().contains("outer", "inner");
    }
}
