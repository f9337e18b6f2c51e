package io.tollgate.enforcement.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.enforcement.call.CallFact;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CallRulesProperties {

    private static final int SEEDS_PER_MUTANT = 2_000;

    @Property(tries = 3_000)
    void shouldCountExactlyTheCallsThatHoldAChannelWhateverTheHistory(@ForAll long seed, @ForAll("terms") Terms terms) {
        // When
        var history = new History(History.RULES, terms).play(Histories.random(seed));

        // Then
        history.requireNothingHeld();
    }

    @Property(tries = 500)
    void shouldChangeNothingWhenAWholeHistoryComesAgain(@ForAll long seed, @ForAll("terms") Terms terms) {
        // Given
        var facts = Histories.random(seed);
        var history = new History(History.RULES, terms).play(facts);
        var before = history.standing();

        // When
        history.play(facts);

        // Then
        assertThat(history.standing()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Mutant.class)
    void shouldFindEveryMutant(Mutant mutant) {
        // When
        var caught = LongStream.range(0, SEEDS_PER_MUTANT)
                .filter(seed -> breaks(mutant, Histories.random(seed)))
                .findFirst();

        // Then
        assertThat(caught).as("a history that breaks under " + mutant).isPresent();
    }

    private static boolean breaks(History.Rules rules, List<CallFact> facts) {
        var strict = TestTerms.of(true, 2, true, false, false);
        try {
            new History(rules, strict).play(facts).play(new ArrayList<>(facts)).requireNothingHeld();
            return false;
        } catch (History.Broken broken) {
            return true;
        }
    }

    @Provide
    Arbitrary<Terms> terms() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 4).injectNull(0.2),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, true, true, false))
                .as((limit, strict, metered, undecided, enabled) ->
                        TestTerms.of(enabled, limit, strict, metered, undecided));
    }
}
