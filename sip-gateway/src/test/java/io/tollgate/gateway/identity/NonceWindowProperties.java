package io.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class NonceWindowProperties {
    record Use(long number, long count) {}

    @Property
    void shouldNeverTakeOneUseTwice(@ForAll("uses") @Size(max = 200) List<Use> uses) {
        // Given
        NonceWindow window = new NonceWindow(3);
        Set<Use> taken = new HashSet<>();

        // Then
        for (Use use : uses) {
            if (window.use(use.number(), use.count())) {
                assertThat(taken.add(use)).as("%s of %s", use, uses).isTrue();
            }
        }
    }

    @Property
    void shouldTakeEveryUseOfANonceWhoseCountOnlyGrows(@ForAll("counts") Set<Long> counts) {
        // Given
        NonceWindow window = new NonceWindow(3);

        // Then
        counts.stream()
                .sorted()
                .forEach(count -> assertThat(window.use(7, count))
                        .as("%s of %s", count, counts)
                        .isTrue());
    }

    @Provide
    Arbitrary<List<Use>> uses() {
        return Combinators.combine(Arbitraries.longs().between(1, 8), counted())
                .as(Use::new)
                .list();
    }

    @Provide
    Arbitrary<Set<Long>> counts() {
        return counted().set();
    }

    private static Arbitrary<Long> counted() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(1, 140), Arbitraries.longs().between(1, Nonces.WITHOUT_COUNT));
    }
}
