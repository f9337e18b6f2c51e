package io.tollgate.gateway.command;

import static io.tollgate.gateway.command.CommandFixture.NOW;
import static io.tollgate.gateway.command.CommandFixture.order;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class TerminationsProperties {
    private static final Instant END = NOW.plusSeconds(3_600);

    @Property
    void shouldObeyTheHighestRevisionOnlyInWhateverOrderTheyCome(
            @ForAll("orders") List<Termination> orders, @ForAll long seed) {
        // Given
        List<Termination> shuffled = new ArrayList<>(orders);
        shuffled.addAll(orders);
        Collections.shuffle(shuffled, new Random(seed));
        Terminations terminations = new Terminations();
        Map<String, Termination> highest = new TreeMap<>();

        // When
        for (Termination order : shuffled) {
            Termination before = highest.get(order.terminationId());
            Taken taken = terminations.take(order, NOW);
            assertThat(taken).isEqualTo(expected(before, order));
            highest.merge(
                    order.terminationId(), order, (one, other) -> one.revision() >= other.revision() ? one : other);
        }

        // Then
        List<Termination> due = highest.values().stream()
                .filter(order -> order.due(NOW) == Termination.Due.LATER)
                .sorted(Comparator.comparing(Termination::at).thenComparing(Termination::terminationId))
                .toList();
        assertThat(terminations.nextDue())
                .isEqualTo(due.isEmpty() ? null : due.get(0).at());
        assertThat(terminations.takeDue(END)).isEqualTo(due);
        assertThat(terminations.nextDue()).isNull();
        assertThat(terminations.size()).isEqualTo(highest.size());
    }

    @Property
    void shouldChangeNothingWhenAHistoryIsFedTwice(@ForAll("orders") List<Termination> orders) {
        // Given
        Terminations terminations = new Terminations();
        orders.forEach(order -> terminations.take(order, NOW));
        terminations.takeDue(END);
        List<Termination> recent = terminations.recent(NOW);

        // When
        boolean anyCounts =
                orders.stream().anyMatch(order -> terminations.take(order, NOW).counts());

        // Then
        assertThat(anyCounts).isFalse();
        assertThat(terminations.takeDue(END)).isEmpty();
        assertThat(terminations.recent(NOW)).isEqualTo(recent);
    }

    private static Taken expected(@Nullable Termination before, Termination order) {
        if (before == null) {
            return Taken.NEW;
        }
        int compared = Long.compare(order.revision(), before.revision());
        return compared > 0 ? Taken.REVISED : compared == 0 ? Taken.DUPLICATE : Taken.STALE;
    }

    /** One content for each id and revision, as the promise is. */
    @Provide
    Arbitrary<List<Termination>> orders() {
        return Combinators.combine(
                        Arbitraries.of("a", "b", "c", "d"), Arbitraries.longs().between(0, 4))
                .as((id, revision) -> order(id, revision, id, instant(id.charAt(0) + 3 * revision.intValue())))
                .list()
                .ofMaxSize(15);
    }

    private static @Nullable Instant instant(int kind) {
        return switch (kind % 4) {
            case 0 -> null;
            case 1 -> NOW;
            default -> NOW.plusSeconds(kind % 7 + 1);
        };
    }
}
