package io.tollgate.gateway.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.transaction.TimerWheel.Timeout;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Ticks of 4 ns on 8 slots, so that timers further away than a turn are common. */
class TimerWheelProperties {
    private static final long TICK = 4;

    @Property
    void shouldFireEachTimerOnceNeverEarlyAndAtMostATickLate(
            @ForAll @Size(max = 60) List<@IntRange(max = 300) Integer> delays,
            @ForAll @IntRange(min = 1, max = 30) int step) {
        // Given
        TimerWheel wheel = new TimerWheel(TICK, 8, 1_000);
        long[] firedAt = new long[delays.size()];
        int[] times = new int[delays.size()];
        long[] now = {1_000};
        for (int i = 0; i < delays.size(); i++) {
            int timer = i;
            wheel.arm(1_000L + delays.get(i), () -> {
                firedAt[timer] = now[0];
                times[timer]++;
            });
        }

        // When
        while (now[0] < 1_400) {
            now[0] += step;
            wheel.advance(now[0], Runnable::run);
        }

        // Then
        for (int i = 0; i < delays.size(); i++) {
            long due = 1_000L + delays.get(i);
            assertThat(times[i]).isEqualTo(1);
            assertThat(firedAt[i]).isGreaterThanOrEqualTo(due).isLessThan(due + 2 * TICK + step);
        }
        assertThat(wheel.size()).isZero();
    }

    @Property
    void shouldNotFireWhatWasDisarmed(@ForAll @Size(min = 1, max = 40) List<@IntRange(max = 100) Integer> delays) {
        // Given
        TimerWheel wheel = new TimerWheel(TICK, 8, 0);
        List<Timeout> timeouts = new ArrayList<>();
        int[] fired = {0};
        for (int delay : delays) {
            timeouts.add(wheel.arm(delay, () -> {
                fired[0]++;
                // Whatever fires first takes all others with it, in its own slot too.
                timeouts.forEach(wheel::disarm);
            }));
        }

        // When
        for (long now = 0; now < 200; now += 3) {
            wheel.advance(now, Runnable::run);
        }

        // Then
        assertThat(fired[0]).isEqualTo(1);
        assertThat(wheel.size()).isZero();
    }

    @Example
    void shouldFireInTheNextTickWhenATaskArmsForNow() {
        // Given
        TimerWheel wheel = new TimerWheel(TICK, 8, 0);
        int[] fired = {0};
        wheel.arm(4, () -> wheel.arm(0, () -> fired[0]++));

        // When
        wheel.advance(4, Runnable::run);
        wheel.advance(8, Runnable::run);

        // Then
        assertThat(fired[0]).isEqualTo(1);
    }

    @Example
    void shouldKeepNeitherItsTaskNorItsNeighboursInATimerThatIsOver() {
        // Given
        TimerWheel wheel = new TimerWheel(TICK, 8, 0);
        int[] fired = {0};
        List<WeakReference<?>> gone = new ArrayList<>();
        List<Timeout> kept = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            arm(wheel, () -> fired[0]++, gone);
            kept.add(arm(wheel, () -> fired[0]++, new ArrayList<>()));
        }
        kept.subList(0, 2).forEach(wheel::disarm);

        // When
        wheel.advance(8, Runnable::run);
        System.gc();

        // Then
        assertThat(fired[0]).isEqualTo(6);
        assertThat(kept).noneMatch(Timeout::armed);
        assertThat(gone).hasSize(8).allMatch(reference -> reference.refersTo(null));
    }

    private static Timeout arm(TimerWheel wheel, Runnable task, List<WeakReference<?>> watched) {
        Timeout timer = wheel.arm(8, task);
        watched.add(new WeakReference<>(task));
        watched.add(new WeakReference<>(timer));
        return timer;
    }
}
