package io.tollgate.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SubjectFilterProperties {
    @Property(tries = 200)
    void shouldHaveAllThatWasAddedHoweverOftenItIsMadeAnew(
            @ForAll @IntRange(max = 3_000) int count, @ForAll long seed) {
        // Given
        Random random = new Random(seed);
        SubjectFilter filter = new SubjectFilter();
        List<Long> hashes = new ArrayList<>();

        // When
        for (int i = 0; i < count; i++) {
            hashes.add(random.nextLong());
            if (!filter.add(hashes.get(i))) {
                filter.anew(hashes);
            }
        }

        // Then
        assertThat(hashes).allMatch(filter::mayHave);
    }

    @Example
    void shouldRefuseNearlyAllThatIsNotThereAndForgetWhatWasRemovedWhenMadeAnew() {
        // Given
        SubjectFilter filter = new SubjectFilter();
        List<Long> hashes = new ArrayList<>();
        for (int number = 0; number < 100_000; number++) {
            hashes.add(ofNumber(number));
        }

        // When
        filter.anew(hashes);
        long falsely = found(filter, 200_000);
        filter.anew(List.of());

        // Then
        assertThat(falsely).isLessThan(100_000 / 10);
        assertThat(found(filter, 0)).isZero();
    }

    private static long found(SubjectFilter filter, int from) {
        long found = 0;
        for (int number = from; number < from + 100_000; number++) {
            found += filter.mayHave(ofNumber(number)) ? 1 : 0;
        }
        return found;
    }

    private static long ofNumber(int number) {
        String digits = "49" + number;
        int[] prefixes = SubjectFilter.prefixes(digits, digits.length());
        return SubjectFilter.hash(null, prefixes[digits.length()], digits.length(), null);
    }
}
