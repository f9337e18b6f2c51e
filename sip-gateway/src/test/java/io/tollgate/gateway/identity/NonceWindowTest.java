package io.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NonceWindowTest {
    private final NonceWindow window = new NonceWindow(4);

    @Test
    void shouldTakeEachCountOnce() {
        // Then
        assertThat(window.use(1, 1)).isTrue();
        assertThat(window.use(1, 1)).isFalse();
        assertThat(window.use(1, 2)).isTrue();
        assertThat(window.use(1, 1)).isFalse();
    }

    @Test
    void shouldTakeCountsThatOvertookEachOtherWithinTheWindow() {
        // Given
        window.use(1, 100);

        // Then
        assertThat(window.use(1, 101 - NonceWindow.WIDTH)).isTrue();
        assertThat(window.use(1, 101 - NonceWindow.WIDTH)).isFalse();
        assertThat(window.use(1, 100 - NonceWindow.WIDTH)).isFalse();
    }

    @Test
    void shouldKeepWhatWasUsedWhenTheWindowMoves() {
        // Given
        window.use(1, 1);
        window.use(1, 2);

        // When
        window.use(1, NonceWindow.WIDTH + 1);

        // Then
        assertThat(window.use(1, 2)).isFalse();
        assertThat(window.use(1, 3)).isTrue();
    }

    @Test
    void shouldBeSpentByAnAnswerWithoutCount() {
        // Given
        window.use(1, 5);

        // Then
        assertThat(window.use(1, Nonces.WITHOUT_COUNT)).isTrue();
        assertThat(window.use(1, Nonces.WITHOUT_COUNT)).isFalse();
        assertThat(window.use(1, 6)).isFalse();
    }

    @Test
    void shouldForgetTheOlderNonceWhenANewerOneNeedsItsPlace() {
        // Given
        window.use(1, 1);

        // Then
        assertThat(window.use(5, 1)).isTrue();
        assertThat(window.use(1, 2)).isFalse();
        assertThat(window.use(5, 2)).isTrue();
        assertThat(window.use(2, 1)).isTrue();
    }
}
