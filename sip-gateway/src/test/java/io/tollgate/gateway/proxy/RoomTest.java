package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoomTest {
    private final Room room = new Room(10, 1_000);

    @Test
    void shouldEndWithTheLastTransactionThatFits() {
        assertThat(room.full(9)).isFalse();
        assertThat(room.full(10)).isTrue();
        assertThat(room.overfull(19)).isFalse();
        assertThat(room.overfull(20)).isTrue();
    }

    @Test
    void shouldEndWithTheLastByteThatFits() {
        // Given
        room.taken(999);
        boolean before = room.full(1);

        // When
        room.taken(1);

        // Then
        assertThat(before).isFalse();
        assertThat(room.full(1)).isTrue();
        assertThat(room.overfull(1)).isFalse();

        // When
        room.taken(1_000);
        boolean over = room.overfull(1);
        room.left(1_001);

        // Then
        assertThat(over).isTrue();
        assertThat(room.full(1)).isFalse();
    }
}
