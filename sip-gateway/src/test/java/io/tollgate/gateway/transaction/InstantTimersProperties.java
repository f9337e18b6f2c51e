package io.tollgate.gateway.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.transaction.InstantTimers.Armed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class InstantTimersProperties {
    private final InstantTimers timers = new InstantTimers();

    @Property
    void shouldFireEachTimerInOrderAtTheFirstInstantThatIsNotEarly(
            @ForAll @Size(max = 60) List<@IntRange(max = 100) Integer> instants,
            @ForAll @IntRange(min = 1, max = 7) int most) {
        // Given
        InstantTimers timers = new InstantTimers();
        List<Integer> fired = new ArrayList<>();
        long[] now = {0};
        for (int instant : instants) {
            timers.arm(instant, () -> {
                assertThat(now[0]).isEqualTo(instant);
                fired.add(instant);
            });
        }

        // When
        for (; now[0] <= 100; now[0]++) {
            while (timers.nextMicros() <= now[0]) {
                assertThat(timers.fire(now[0], most)).isBetween(1, most);
            }
        }

        // Then
        assertThat(fired).isEqualTo(instants.stream().sorted().toList());
        assertThat(timers.nextMicros()).isEqualTo(InstantTimers.NEVER);
    }

    @Property
    void shouldKeepNothingOfWhatWasDisarmed(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 50) Integer> instants) {
        // Given
        InstantTimers timers = new InstantTimers();
        int[] fired = {0};
        List<Armed> armed = new ArrayList<>();
        for (int instant : instants) {
            armed.add(timers.arm(instant, () -> {
                fired[0]++;
                // Whatever fires first takes all others with it, itself too.
                armed.forEach(timers::disarm);
            }));
        }

        // When
        timers.fire(50, Integer.MAX_VALUE);

        // Then
        assertThat(fired[0]).isEqualTo(1);
        assertThat(timers.size()).isZero();
        assertThat(timers.nextMicros()).isEqualTo(InstantTimers.NEVER);
    }

    @Example
    void shouldFireEqualInstantsAsTheyWereArmed() {
        // Given
        List<Integer> fired = new ArrayList<>();
        IntStream.range(0, 5).forEach(i -> timers.arm(7, () -> fired.add(i)));

        // When
        timers.fire(7, 3);
        timers.fire(7, 3);

        // Then
        assertThat(fired).containsExactly(0, 1, 2, 3, 4);
    }

    @Example
    void shouldFireAtOnceWhatATaskArmsForThePast() {
        // Given
        int[] fired = {0};
        timers.arm(4, () -> timers.arm(Long.MIN_VALUE, () -> fired[0]++));

        // When
        int count = timers.fire(4, 10);

        // Then
        assertThat(count).isEqualTo(2);
        assertThat(fired[0]).isEqualTo(1);
    }
}
