package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void shouldNotFollowAStepOfTheWallClock() {
        // Given
        SteppingClock wall = new SteppingClock();
        SteadyClock clock = new SteadyClock(wall);
        Instant before = clock.instant();

        // When
        wall.ahead = Duration.ofHours(1);
        clock.slew();

        // Then
        assertThat(Duration.between(before, clock.instant())).isLessThan(Duration.ofMinutes(1));
        assertThat(clock.offsetMicros()).isGreaterThan(Duration.ofMinutes(59).toMillis() * 1_000);
    }

    @Test
    void shouldNeverRunBackwardsWhileItIsSlewed() {
        // Given
        SteppingClock wall = new SteppingClock();
        SteadyClock clock = new SteadyClock(wall);

        // When
        long[] told = IntStream.range(0, 20_000)
                .mapToLong(i -> {
                    wall.ahead = Duration.ofMillis(i % 3 - 1);
                    if (i % 10 == 0) {
                        clock.slew();
                    }
                    return clock.micros();
                })
                .toArray();

        // Then
        assertThat(told).isSorted();
    }

    @Test
    void shouldTakeTheQuickestReadingForTheOffset() {
        // Given
        SteppingClock wall = new SteppingClock();
        SteadyClock clock = new SteadyClock(wall);
        wall.slowReadings = 4;

        // When
        long offMicros = clock.offsetMicros();

        // Then
        assertThat(offMicros).isBetween(-40_000L, 40_000L);
    }

    @Test
    void shouldRoundAnInstantUpToWholeMicroseconds() {
        assertThat(SteadyClock.microsNotBefore(Instant.EPOCH.plusNanos(5_000))).isEqualTo(5);
        assertThat(SteadyClock.microsNotBefore(Instant.EPOCH.plusNanos(5_001))).isEqualTo(6);
    }

    /** Goes with the monotonic clock, from an instant of ours, and can be ahead of it or slow to read. */
    private static final class SteppingClock extends Clock {
        private final long from = System.nanoTime();
        private Duration ahead = Duration.ZERO;
        private int slowReadings;

        @Override
        public Instant instant() {
            Instant read = NOW.plusNanos(System.nanoTime() - from).plus(ahead);
            if (slowReadings > 0) {
                slowReadings--;
                // As if the thread had lost its processor before it came back with what it read.
                long until = System.nanoTime() + Duration.ofMillis(100).toNanos();
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
            }
            return read;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
