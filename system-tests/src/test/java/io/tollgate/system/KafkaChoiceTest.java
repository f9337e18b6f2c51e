package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.system.KafkaChoice.OnlyEmbedded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaChoiceTest {

    private final List<String> said = new ArrayList<>();

    @Test
    void shouldNotLookForDockerWhenContainersAreNotAskedFor() {
        // Given
        KafkaChoice choice = new KafkaChoice(
                "embedded",
                () -> {
                    throw new AssertionError("looked for Docker");
                },
                said::add);

        // When
        boolean containers = choice.takesContainers();

        // Then
        assertThat(containers).isFalse();
        assertThat(said).isEmpty();
    }

    @Test
    void shouldHaveContainersWhenAskedForAndThere() {
        // Given
        KafkaChoice choice = new KafkaChoice("containers", Optional::empty, said::add);

        // When
        boolean containers = choice.takesContainers();

        // Then
        assertThat(containers).isTrue();
        assertThat(said).isEmpty();
    }

    @Test
    void shouldSayOnceWhyItIsEmbeddedWhenContainersCannotBeHad() {
        // Given
        KafkaChoice choice = new KafkaChoice("containers", () -> Optional.of("no Docker"), said::add);
        choice.takesContainers();

        // When
        boolean containers = choice.takesContainers();

        // Then
        assertThat(containers).isFalse();
        assertThat(said).containsExactly("no Docker");
    }

    @Test
    void shouldSayOnceWhyATestKeepsTheEmbeddedBroker() {
        // Given
        KafkaChoice choice = new KafkaChoice("containers", Optional::empty, said::add);
        choice.keepEmbedded(OnlyEmbedded.KILLED);
        choice.keepEmbedded(OnlyEmbedded.STOPPED);

        // When
        choice.keepEmbedded(OnlyEmbedded.KILLED);

        // Then
        assertThat(said).containsExactly(OnlyEmbedded.KILLED.why(), OnlyEmbedded.STOPPED.why());
    }

    @Test
    void shouldSayNothingOfTheEmbeddedBrokerWhenItIsWhatWasAskedFor() {
        // Given
        KafkaChoice choice = new KafkaChoice("embedded", Optional::empty, said::add);

        // When
        choice.keepEmbedded(OnlyEmbedded.SECURED);

        // Then
        assertThat(said).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "container", "Containers", "docker"})
    void shouldRefuseWhatItDoesNotKnow(String value) {
        assertThatThrownBy(() -> new KafkaChoice(value, Optional::empty, said::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("-Dtollgate.tests.kafka=" + value + ": embedded or containers");
    }
}
