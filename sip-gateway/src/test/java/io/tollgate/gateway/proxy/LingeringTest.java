package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LingeringTest {
    private final Lingering<String> lingering = new Lingering<>(2);

    @Test
    void shouldForgetTheEldestWhenThereAreTooMany() {
        // Given
        assertThat(lingering.add("a")).isNull();
        assertThat(lingering.add("b")).isNull();

        // When
        String forgotten = lingering.add("c");

        // Then
        assertThat(forgotten).isEqualTo("a");
    }

    @Test
    void shouldForgetNobodyWhenSomebodyLeftBefore() {
        // Given
        lingering.add("a");
        lingering.add("b");
        lingering.remove("a");

        // Then
        assertThat(lingering.add("c")).isNull();
        assertThat(lingering.size()).isEqualTo(2);
    }
}
