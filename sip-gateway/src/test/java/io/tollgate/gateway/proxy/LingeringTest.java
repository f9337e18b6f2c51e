package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LingeringTest {
    private final Lingering<String> lingering = new Lingering<>(2, 100);

    @Test
    void shouldForgetTheEldestWhenThereAreTooMany() {
        // Given
        lingering.add("a", 1);
        lingering.add("b", 1);
        assertThat(lingering.surplus()).isNull();

        // When
        lingering.add("c", 1);

        // Then
        assertThat(lingering.surplus()).isEqualTo("a");
    }

    @Test
    void shouldForgetNobodyWhenSomebodyLeftBefore() {
        // Given
        lingering.add("a", 1);
        lingering.add("b", 1);
        lingering.remove("a");

        // When
        lingering.add("c", 1);

        // Then
        assertThat(lingering.surplus()).isNull();
        assertThat(lingering.size()).isEqualTo(2);
    }

    @Test
    void shouldForgetTheEldestWhenTheyHoldTooMuch() {
        // Given
        lingering.add("a", 60);
        lingering.add("b", 40);
        boolean fits = lingering.surplus() == null;

        // When
        lingering.remove("a");
        lingering.add("c", 61);

        // Then
        assertThat(fits).isTrue();
        assertThat(lingering.surplus()).isEqualTo("b");

        // When
        lingering.remove("b");

        // Then
        assertThat(lingering.surplus()).isNull();
        assertThat(lingering.bytes()).isEqualTo(61);
    }

    @ParameterizedTest
    @CsvSource({"768, 1, 38716", "768, 2, 19358", "64, 2, 1613", "8192, 2, 50000", "8192, 16, 25811"})
    void shouldKeepNoMoreThanTheHeapHolds(long heapMegabytes, int shards, int most) {
        assertThat(Limits.mostLingering(heapMegabytes << 20, shards)).isEqualTo(most);
    }

    @Test
    void shouldCountTheInviteOnBothSidesUntilTheCallIsForgotten() {
        // Given
        ShardByHand shard = new ShardByHand();
        String padding = "X-Padding: " + "p".repeat(10_000);
        CallByHand call = new CallByHand(shard, padding);
        call.invite();

        // When
        call.respond(486, "a");
        long held = shard.lingeringBytes();
        shard.pass(Duration.ofSeconds(31));
        long later = shard.lingeringBytes();
        shard.pass(Duration.ofSeconds(2));

        // Then
        assertThat(held).isBetween(20_000L, 40_000L).isEqualTo(later);
        assertThat(shard.lingeringBytes()).isZero();
    }

    @Test
    void shouldHoldLittleOfACallThatWasAnswered() {
        // Given
        ShardByHand shard = new ShardByHand();
        CallByHand call = new CallByHand(shard, "X-Padding: " + "p".repeat(10_000));
        call.answered("a");

        // When
        call.caller("BYE", "a");
        call.reply(ShardByHand.UPSTREAM, "BYE", 200);

        // Then
        assertThat(shard.lingeringBytes()).isBetween(1L, 2_000L);
    }
}
