package io.tollgate.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OverloadControlTest {
    private static final long MILLI = 1_000_000;
    private static final long TARGET = 200 * MILLI;

    private final OverloadControl control = new OverloadControl(TARGET);
    private long now;

    /** Messages each 10 ms for so long, each of which waited so long. */
    private void waited(long waitMillis, long forMillis) {
        for (long end = now + forMillis * MILLI; now < end; now += 10 * MILLI) {
            control.waited(waitMillis * MILLI, now);
        }
    }

    private double leftOut() {
        return IntStream.range(0, 1_000)
                        .filter(i -> control.leavesOutCall(i / 1_000.0, now))
                        .count()
                / 1_000.0;
    }

    @Test
    void shouldLeaveNothingOutWhenMessagesWaitNoLongerThanTheyMay() {
        // When
        waited(200, 60_000);

        // Then
        assertThat(leftOut()).isZero();
    }

    @Test
    void shouldLeaveOutMoreTheLongerAQueueStands() {
        // When
        waited(250, 1_100);
        double early = leftOut();
        waited(250, 1_000);
        double later = leftOut();
        waited(250, 10_000);

        // Then
        assertThat(early).isGreaterThan(0).isLessThan(later);
        assertThat(leftOut()).isEqualTo(1);
    }

    @Test
    void shouldTakeAPauseThatIsCaughtUpWithForNoOverload() {
        // Given
        waited(1, 1_000);

        // When
        waited(3_000, 900);
        waited(1, 300);

        // Then
        assertThat(leftOut()).isZero();
    }

    @Test
    void shouldLetAllInAgainWhenTheQueueIsGone() {
        // Given
        waited(1_000, 10_000);

        // When
        waited(1, 5_000);

        // Then
        assertThat(leftOut()).isZero();
    }

    @Test
    void shouldLetAllInAgainWhenNothingWasLeftToWait() {
        // Given
        waited(1_000, 10_000);

        // When
        now += 600 * MILLI;

        // Then
        assertThat(leftOut()).isZero();
    }

    @Test
    void shouldLeaveOutCallsBeforeOtherRequests() {
        // Given
        waited(250, 1_700);

        // Then
        assertThat(control.leavesOutCall(0.1, now)).isTrue();
        assertThat(control.leavesOutOther(0, now)).isFalse();

        // When
        waited(250, 10_000);

        // Then
        assertThat(control.leavesOutOther(0.9, now)).isTrue();
    }

    @Test
    void shouldTellSoManyASecondAndNoMore() {
        // When
        long atOnce =
                IntStream.range(0, 10_000).filter(i -> control.answers(now)).count();
        long aSecondLater = IntStream.range(0, 10_000)
                .filter(i -> control.answers(now + 1_000 * MILLI))
                .count();

        // Then
        assertThat(atOnce).isEqualTo(500);
        assertThat(aSecondLater).isEqualTo(500);
    }
}
