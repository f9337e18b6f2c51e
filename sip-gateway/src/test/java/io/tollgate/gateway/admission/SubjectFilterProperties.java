package io.tollgate.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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
                filter.anew(hashes.size(), hashes.stream().mapToLong(Long::longValue));
            }
        }

        // Then
        assertThat(hashes).allMatch(filter::mayHave);
    }

    @Example
    void shouldPassOverNearlyAllThatIsNotThere() {
        // Given
        SubjectFilter filter = new SubjectFilter();

        // When
        filter.anew(100_000, IntStream.range(0, 100_000).mapToLong(SubjectFilterProperties::ofNumber));

        // Then
        assertThat(found(filter, 200_000)).isLessThan(100_000 / 10);
    }

    @Example
    void shouldTellNumberedAccountsFromTheEntriesOfTheirNeighbours() {
        // Given
        SubjectFilter filter = new SubjectFilter();
        filter.anew(
                100_000,
                IntStream.range(0, 100_000).map(i -> 2 * i).mapToLong(i -> SubjectHash.of("acct" + i, 0, 0, null)));

        // When
        long found = IntStream.range(0, 200_000)
                .mapToLong(i -> SubjectHash.of("acct" + i))
                .filter(filter::mayHave)
                .count();

        // Then
        assertThat(found).isLessThan(200_000 / 10);
    }

    @Example
    void shouldForgetWhatWasRemovedWhenMadeAnew() {
        // Given
        SubjectFilter filter = new SubjectFilter();
        filter.anew(100_000, IntStream.range(0, 100_000).mapToLong(SubjectFilterProperties::ofNumber));

        // When
        filter.anew(0, LongStream.empty());

        // Then
        assertThat(found(filter, 0)).isZero();
    }

    private static long found(SubjectFilter filter, int from) {
        return IntStream.range(from, from + 100_000)
                .mapToLong(SubjectFilterProperties::ofNumber)
                .filter(filter::mayHave)
                .count();
    }

    private static long ofNumber(int number) {
        String digits = "49" + number;
        int[] prefixes = SubjectHash.prefixes(digits, digits.length());
        return SubjectHash.of(null, prefixes[digits.length()], digits.length(), null);
    }
}
