package io.tollgate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StandingTest {
    private final UpstreamCounts counts = new UpstreamCounts();
    private final Standing standing = new Standing(3, counts);

    @Test
    void shouldBeUpWhenNothingIsKnown() {
        assertThat(standing.down()).isFalse();
    }

    @Test
    void shouldBeDownAfterSoManyFailuresInARow() {
        // When
        boolean[] fell = {standing.failed(), standing.failed(), standing.failed(), standing.failed()};

        // Then
        assertThat(fell).containsExactly(false, false, true, false);
        assertThat(standing.down()).isTrue();
        assertThat(counts.failures()).isEqualTo(4);
    }

    @Test
    void shouldCountAnewWhenItAnswersInBetween() {
        // Given
        standing.failed();
        standing.failed();

        // When
        boolean rose = standing.answered();
        standing.failed();
        standing.failed();

        // Then
        assertThat(rose).isFalse();
        assertThat(standing.down()).isFalse();
    }

    @Test
    void shouldBeUpWithOneAnswer() {
        // Given
        standing.failed();
        standing.failed();
        standing.failed();

        // When
        boolean rose = standing.answered();

        // Then
        assertThat(rose).isTrue();
        assertThat(standing.down()).isFalse();
        assertThat(standing.answered()).isFalse();
    }
}
