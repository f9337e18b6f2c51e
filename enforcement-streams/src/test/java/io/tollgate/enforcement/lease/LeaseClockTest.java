package io.tollgate.enforcement.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.enforcement.call.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lease of 10 s and a grace of 30; times in seconds from the start. */
class LeaseClockTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Owner FIRST_LIFE = new Owner("gw1", 1, 0);
    private static final Owner SECOND_LIFE = new Owner("gw1", 2, 1);

    private final LeaseClock clock = new LeaseClock(Duration.ofSeconds(30));
    private final Map<String, Gateway> gateways = new HashMap<>();
    private int second;

    @BeforeEach
    void start() {
        tick(true);
    }

    @Test
    void shouldVouchWhileHeartbeatsCome() {
        // Given
        heartbeat(1, 0);

        // When
        for (int beat = 0; beat < 100; beat++) {
            pass(5);
            heartbeat(1, second);
        }

        // Then
        assertThat(clock.isLost(FIRST_LIFE)).isFalse();
        assertThat(clock.silent()).isZero();
    }

    @Test
    void shouldKeepCallsThroughTheGraceWhenALeaseIsOut() {
        // Given
        heartbeat(1, 0);

        // When
        pass(39);

        // Then
        assertThat(clock.silent()).isEqualTo(1);
        assertThat(clock.hasNewLosses()).isFalse();
        assertThat(clock.isLost(FIRST_LIFE)).isFalse();
        pass(2);
        assertThat(clock.isLost(FIRST_LIFE)).isTrue();
        assertThat(clock.hasNewLosses()).isTrue();
        assertThat(clock.hasNewLosses()).isFalse();
        assertThat(clock.vouchedUntil(FIRST_LIFE)).isEqualTo(START);
    }

    @Test
    void shouldSkipTheLeaseWhenAGatewaySaysThatItStops() {
        // Given
        heartbeat(1, 0);
        pass(5);

        // When
        hear(new Life(1, START, at(second), Phase.STOPPED, LEASE, "192.0.2.1:5060", 3));

        // Then
        pass(29);
        assertThat(clock.isLost(FIRST_LIFE)).isFalse();
        pass(2);
        assertThat(clock.isLost(FIRST_LIFE)).isTrue();
        assertThat(clock.silent()).isZero();
    }

    @Test
    void shouldLoseTheCallsOfTheFormerLifeAloneWhenAGatewayStartsAgain() {
        // Given
        heartbeat(1, 0);
        pass(5);

        // When
        heartbeat(2, 5);
        for (int beat = 0; beat < 7; beat++) {
            pass(5);
            heartbeat(2, second);
        }

        // Then
        assertThat(clock.isLost(FIRST_LIFE)).isTrue();
        assertThat(clock.isLost(SECOND_LIFE)).isFalse();
    }

    @Test
    void shouldNotStretchTheGraceWhenAGatewayStartsAgainAndAgain() {
        // Given
        heartbeat(1, 0);

        // When
        for (int epoch = 2; epoch < 6; epoch++) {
            pass(10);
            heartbeat(epoch, second);
        }
        pass(2);

        // Then: the second life was heard 32 s ago
        assertThat(clock.isLost(FIRST_LIFE)).isTrue();
        assertThat(clock.isLost(SECOND_LIFE)).isFalse();
    }

    @Test
    void shouldIgnoreTheHeartbeatOfALifeThatIsOver() {
        // Given
        heartbeat(2, 0);
        pass(5);

        // When
        for (int beat = 0; beat < 8; beat++) {
            pass(5);
            heartbeat(1, second);
        }

        // Then
        assertThat(clock.isLost(SECOND_LIFE)).isTrue();
    }

    @Test
    void shouldGiveAFullLeaseAndGraceAfterWhatLayUnread() {
        // Given
        heartbeat(1, 0);
        pass(39);

        // When
        second++;
        tick(false);
        pass(1);

        // Then
        pass(38);
        assertThat(clock.isLost(FIRST_LIFE)).isFalse();
        pass(2);
        assertThat(clock.isLost(FIRST_LIFE)).isTrue();
    }

    @Test
    void shouldGiveAFullLeaseAndGraceAfterAPauseOfTheProcess() {
        // Given
        heartbeat(1, 0);
        pass(39);

        // When
        second += 60;
        tick(true);

        // Then
        assertThat(clock.isLost(FIRST_LIFE)).isFalse();
        pass(39);
        assertThat(clock.isLost(FIRST_LIFE)).isFalse();
        pass(2);
        assertThat(clock.isLost(FIRST_LIFE)).isTrue();
    }

    @Test
    void shouldGiveAFullLeaseAndGraceWhenTheClockIsSetBack() {
        // Given
        heartbeat(1, 0);
        pass(39);

        // When
        second -= 20;
        tick(true);
        pass(39);

        // Then
        assertThat(clock.isLost(FIRST_LIFE)).isFalse();
    }

    @Test
    void shouldBeginALeaseWhenItFirstAsksForAnOwnerWhoWasNeverHeard() {
        // Given
        pass(100);
        boolean asked = clock.isLost(FIRST_LIFE);

        // When
        pass(39);
        boolean before = clock.isLost(FIRST_LIFE);
        pass(2);

        // Then
        assertThat(asked).isFalse();
        assertThat(before).isFalse();
        assertThat(clock.isLost(FIRST_LIFE)).isTrue();
        assertThat(clock.vouchedUntil(FIRST_LIFE)).isNull();
        assertThat(clock.hasUnheard()).isTrue();
    }

    @Test
    void shouldTakeTheNextStartForTheLastWordWhenALifeWasNeverHeard() {
        // When
        hear(new Life(7, at(100), at(200), Phase.SERVING, LEASE, "192.0.2.1:5060", 3));

        // Then
        assertThat(clock.vouchedUntil(FIRST_LIFE)).isEqualTo(at(100));
        assertThat(clock.vouchedUntil(new Owner("gw1", 7, 0))).isEqualTo(at(200));
    }

    @Test
    void shouldRememberTheLastFewLivesOnly() {
        // When
        for (int epoch = 1; epoch < 9; epoch++) {
            heartbeat(epoch, epoch);
        }

        // Then
        assertThat(gateways.get("gw1").lives()).extracting(Life::epoch).containsExactly(8L, 7L, 6L, 5L, 4L);
        assertThat(clock.vouchedUntil(FIRST_LIFE)).isEqualTo(START);
    }

    @Test
    void shouldDoubtWhatItTookForLostUntilItIsHeardAgain() {
        // Given
        heartbeat(1, 0);
        pass(1);
        heartbeat(1, second);
        boolean first = clock.hasReturns();
        pass(41);
        clock.hasNewLosses();
        boolean heardThen = clock.isHeard(FIRST_LIFE);

        // When
        heartbeat(1, second);

        // Then
        assertThat(first).isTrue();
        assertThat(heardThen).isFalse();
        assertThat(clock.hasReturns()).isTrue();
        assertThat(clock.hasReturns()).isFalse();
        assertThat(clock.isHeard(FIRST_LIFE)).isTrue();
        assertThat(clock.isHeard(SECOND_LIFE)).isFalse();
    }

    @Test
    void shouldKeepCallsForAStartingLifeAsLongAsItIsHeard() {
        // Given
        heartbeat(1, 0);
        pass(5);

        // When
        for (int beat = 0; beat < 20; beat++) {
            hear(new Life(2, START, at(second), Phase.STARTING, LEASE, "192.0.2.1:5060", 3));
            pass(5);
        }

        // Then: it was heard 5 s ago, and is lost itself with lease and grace
        assertThat(clock.isLost(FIRST_LIFE)).isFalse();
        pass(34);
        assertThat(clock.isLost(FIRST_LIFE)).isFalse();
        pass(1);
        assertThat(clock.isLost(FIRST_LIFE)).isTrue();
    }

    @Test
    void shouldBeginTheGraceWhenTheNextLifeHasStarted() {
        // Given
        heartbeat(1, 0);
        hear(new Life(2, START, at(1), Phase.STARTING, LEASE, "192.0.2.1:5060", 3));
        pass(60);

        // When
        for (int beat = 0; beat < 6; beat++) {
            heartbeat(2, second);
            pass(5);
        }

        // Then
        assertThat(clock.isLost(FIRST_LIFE)).isTrue();
        assertThat(clock.isLost(SECOND_LIFE)).isFalse();
    }

    @Test
    void shouldLoseCallsWhenAStartingLifeStops() {
        // Given
        heartbeat(1, 0);
        hear(new Life(2, START, at(1), Phase.STARTING, LEASE, "192.0.2.1:5060", 3));

        // When
        hear(new Life(2, START, at(2), Phase.STOPPED, LEASE, "192.0.2.1:5060", 3));
        pass(30);

        // Then
        assertThat(clock.isLost(FIRST_LIFE)).isTrue();
    }

    private void heartbeat(long epoch, int atSecond) {
        hear(new Life(epoch, START, at(atSecond), Phase.SERVING, LEASE, "192.0.2.1:5060", 3));
    }

    private void hear(Life life) {
        gateways.merge("gw1", Gateway.of(life), (known, heard) -> known.heard(life));
        clock.hear(gateways);
    }

    private void pass(int seconds) {
        for (int passed = 0; passed < seconds; passed++) {
            second++;
            tick(true);
        }
    }

    private void tick(boolean upToDate) {
        clock.tick(at(second), upToDate);
        clock.hear(gateways);
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
