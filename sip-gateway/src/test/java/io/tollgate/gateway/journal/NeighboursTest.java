package io.tollgate.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.journal.Neighbours.Orphan;
import io.tollgate.gateway.journal.Neighbours.Standing;
import io.tollgate.gateway.journal.Places.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One gateway listens to another; instants are seconds, leases ten of them. */
class NeighboursTest {
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Neighbours neighbours = new Neighbours("self", Duration.ofSeconds(1));

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }

    private void heard(String id, long epoch, Standing standing, double at) {
        neighbours.heard(
                id, epoch, standing, id + ".example:5060", LEASE, NOON.plusMillis((long) (at * 1_000)), nanos(at));
    }

    /** Our own heartbeats come back to us, each second. */
    private void contact(int from, int to) {
        for (int second = from; second <= to; second++) {
            heard("self", 1, Standing.SERVING, second);
        }
    }

    private List<String> orphans(double at) {
        return neighbours.orphans(nanos(at)).stream().map(Orphan::gatewayId).toList();
    }

    @Test
    void shouldAdoptATenthOfTheLeaseBeforeItIsOut() {
        // Given
        contact(0, 0);
        heard("other", 1, Standing.SERVING, 0.5);

        // When
        contact(1, 10);

        // Then
        assertThat(orphans(9.4)).isEmpty();
        assertThat(orphans(9.6)).containsExactly("other");
    }

    private Boolean gone(String id, double at) {
        Place place = neighbours.places(nanos(at)).get(id);
        return place == null ? null : place.gone();
    }

    @Test
    void shouldKnowWhereAGatewayIsUntilItsLeaseIsOut() {
        // Given
        contact(0, 0);
        heard("other", 1, Standing.SERVING, 0.5);

        // When
        contact(1, 10);

        // Then
        assertThat(neighbours.places(nanos(10.4)))
                .containsOnly(Map.entry("other", new Place("other.example:5060", false)));
        assertThat(gone("other", 10.5)).isTrue();
        assertThat(gone("never-heard", 10.5)).isNull();
    }

    @Test
    void shouldKnowAtOnceThatAGatewayHasStopped() {
        // Given
        contact(0, 1);
        heard("draining", 1, Standing.BUSY, 1);

        // When
        heard("other", 1, Standing.STOPPED, 1);

        // Then
        assertThat(gone("other", 1)).isTrue();
        assertThat(gone("draining", 1)).isFalse();
    }

    @Test
    void shouldTakeNobodyForGoneWhileItHearsNothingOfItself() {
        // Given
        contact(0, 1);

        // When
        heard("other", 1, Standing.SERVING, 1);

        // Then
        assertThat(gone("other", 60)).isFalse();
    }

    @Test
    void shouldLeaveAGatewayAloneThatIsHeard() {
        // Given
        contact(0, 5);
        heard("other", 1, Standing.SERVING, 5);

        // When
        heard("other", 1, Standing.SERVING, 9);
        contact(6, 15);

        // Then
        assertThat(orphans(15)).isEmpty();
    }

    @Test
    void shouldAdoptAtOnceWhenAGatewayHasGoneOnPurpose() {
        // Given
        contact(0, 3);

        // When
        heard("other", 1, Standing.STOPPED, 3);

        // Then
        assertThat(orphans(3.1)).containsExactly("other");
    }

    @Test
    void shouldJudgeNobodyWhileItsOwnHeartbeatsDoNotComeBack() {
        // Given
        contact(0, 5);
        heard("other", 1, Standing.SERVING, 5);

        // Then
        assertThat(orphans(16)).isEmpty();
    }

    @Test
    void shouldJudgeNobodyBeforeItHasHeardItself() {
        // Given
        heard("other", 1, Standing.STOPPED, 0);

        // Then
        assertThat(orphans(30)).isEmpty();
    }

    @Test
    void shouldGiveEverybodyAFullLeaseAfterAGap() {
        // Given
        contact(0, 5);
        heard("other", 1, Standing.SERVING, 5);

        // When
        contact(60, 70);

        // Then
        assertThat(orphans(68.9)).isEmpty();
        assertThat(orphans(69.1)).containsExactly("other");
    }

    @Test
    void shouldAdoptOnceForEachLife() {
        // Given
        contact(0, 10);
        heard("other", 1, Standing.STOPPED, 1);
        neighbours.adopted(neighbours.orphans(nanos(10)).get(0));
        assertThat(orphans(10)).isEmpty();

        // When
        heard("other", 2, Standing.SERVING, 10);
        contact(11, 20);

        // Then
        assertThat(orphans(19.5)).containsExactly("other");
    }

    @Test
    void shouldAdoptAgainWhenAGatewayHasLivedOnAndFallsSilentAgain() {
        // Given
        contact(0, 10);
        heard("other", 1, Standing.SERVING, 0);
        neighbours.adopted(neighbours.orphans(nanos(10)).get(0));

        // When
        heard("other", 1, Standing.SERVING, 11);
        contact(11, 20);

        // Then
        assertThat(orphans(20)).containsExactly("other");
    }

    @Test
    void shouldStayAnOrphanWhileItsCallsAreReadHoweverLongThatTakes() {
        // Given
        contact(0, 10);
        heard("other", 1, Standing.SERVING, 0);
        Orphan orphan = neighbours.orphans(nanos(10)).get(0);

        // When
        contact(25, 25);

        // Then
        assertThat(neighbours.isOrphaned(orphan)).isTrue();
        heard("other", 1, Standing.SERVING, 26);
        assertThat(neighbours.isOrphaned(orphan)).isFalse();
    }

    @Test
    void shouldTellUntilWhenAnOrphanHadItsOrdersItself() {
        // Given
        contact(0, 20);
        heard("other", 1, Standing.SERVING, 11);

        // Then
        assertThat(neighbours.orphans(nanos(20.5)).get(0).vouchedUntil()).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void shouldNotTakeAnOldHeartbeatForASignOfLife() {
        // Given
        contact(0, 10);
        heard("other", 2, Standing.SERVING, 0);

        // When
        heard("other", 1, Standing.SERVING, 9);

        // Then
        assertThat(orphans(9.5)).containsExactly("other");
    }

    @Test
    void shouldLetOneAfterTheOtherTry() {
        // Given
        List<String> names = List.of("a", "b", "c");
        List<Double> firsts =
                names.stream().map(self -> firstTry(self, names)).sorted().toList();

        // Then
        assertThat(firsts).containsExactly(9.0, 11.0, 13.0);
    }

    private static double firstTry(String self, List<String> names) {
        Neighbours view = new Neighbours(self, Duration.ofSeconds(1));
        view.heard("dead", 1, Standing.SERVING, "h:1", LEASE, NOON, 0);
        for (int tenth = 0; tenth < 200; tenth++) {
            long now = nanos(tenth / 10.0);
            names.forEach(name -> view.heard(name, 1, Standing.SERVING, "h:1", LEASE, NOON, now));
            if (!view.orphans(now).isEmpty()) {
                return tenth / 10.0;
            }
        }
        return -1;
    }
}
