package io.tollgate.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceiveSlotsTest {
    private final ReceiveSlots slots = new ReceiveSlots(1_000);

    @Test
    void shouldBeginWithRoomForFew() {
        assertThat(slots.newHandle().guess()).isEqualTo(4_000);
    }

    @Test
    void shouldDoubleItsRoomAsLongAsAllIsFilled() {
        // Given
        var handle = slots.newHandle();

        // When
        slots.came(4);

        // Then
        assertThat(handle.guess()).isEqualTo(8_000);
        slots.came(7);
        assertThat(slots.slots()).isEqualTo(8);
        slots.came(8);
        slots.came(16);
        assertThat(slots.slots()).isEqualTo(16);
    }

    @Test
    void shouldHalveItAsLongAsHalfIsEmpty() {
        // Given
        slots.came(4);
        slots.came(8);

        // When
        slots.came(8);

        // Then
        assertThat(slots.slots()).isEqualTo(8);
        slots.came(1);
        slots.came(1);
        assertThat(slots.slots()).isEqualTo(4);
    }
}
