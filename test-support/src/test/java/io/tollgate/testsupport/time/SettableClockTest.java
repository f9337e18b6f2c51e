package io.tollgate.testsupport.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class SettableClockTest {
    @Test
    void shouldStandStillUntilMovedAndMoveInEveryZone() {
        // Given
        SettableClock clock = SettableClock.atNoon();
        Clock elsewhere = clock.withZone(ZoneId.of("Asia/Tokyo"));

        // When
        clock.advance(Duration.ofSeconds(3));

        // Then
        assertThat(clock.instant()).isEqualTo(SettableClock.NOON.plusSeconds(3));
        assertThat(elsewhere.instant()).isEqualTo(clock.instant());
    }
}
