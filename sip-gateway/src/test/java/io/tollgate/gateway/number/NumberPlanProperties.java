package io.tollgate.gateway.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NumberPlanProperties {
    @Property
    void shouldNeverThrowWhateverTheRequestUri(@ForAll String uri) {
        assertThat(NumberPlan.DEFAULTS.destination(uri)).hasSizeLessThanOrEqualTo(NumberPlan.MOST_CHARACTERS);
        assertThat(NumberPlan.DEFAULTS.destination("sip:" + uri + "@h"))
                .hasSizeLessThanOrEqualTo(NumberPlan.MOST_CHARACTERS);
        assertThat(EmergencyNumbers.defaults(NumberPlan.DEFAULTS).matches("urn:service:sos" + uri))
                .isIn(true, false);
    }

    @Property
    void shouldStayTheSameWhenTheDestinationIsDialledAgain(@ForAll("users") String user) {
        // Given
        String destination = NumberPlan.DEFAULTS.destination("sip:" + escaped(user) + "@h");

        // When
        String again = NumberPlan.DEFAULTS.destination("sip:" + escaped(destination) + "@h");

        // Then
        assertThat(again).isEqualTo(destination);
    }

    @Property
    void shouldStayTheSameWhenANumberIsDialledWithPlus(@ForAll("users") String user) {
        // Given
        NumberPlan plan = new NumberPlan(List.of("00", "810"), "0", "49");
        String destination = plan.destination("sip:" + escaped(user) + "@h");

        // When
        String again = plan.destination("sip:+" + escaped(destination) + "@h");

        // Then
        if (destination.chars().allMatch(c -> c >= '0' && c <= '9') && !destination.isEmpty()) {
            assertThat(again).isEqualTo(destination);
        }
    }

    @Property
    void shouldNotDependOnHowANumberIsWritten(@ForAll("written") String written) {
        // Given
        String digits = written.replaceAll("[^0-9]", "").replaceFirst("^0+", "");

        // When
        String destination = NumberPlan.DEFAULTS.destination("sip:" + written + "@h;user=phone");

        // Then
        assertThat(destination).isEqualTo(digits);
    }

    @Provide
    Arbitrary<String> users() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("0123456789+-.() ;=ab*#%@").ofMaxLength(20),
                Arbitraries.strings().ofMaxLength(200));
    }

    /** An international number: some beginning that says so, then digits between separators. */
    @Provide
    Arbitrary<String> written() {
        Arbitrary<String> beginning = Arbitraries.of("+", "00", "0-0", "(+)", "+00", " + ", "++", "00+", "-00 00");
        Arbitrary<String> first = Arbitraries.of("1", "8", "(9)");
        Arbitrary<String> rest =
                Arbitraries.strings().withChars("0123456789-.() ").ofMaxLength(20);
        return Combinators.combine(beginning, first, rest).as((begin, one, others) -> begin + one + others);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            escaped.append(String.format("%%%02X", octet));
        }
        return escaped.toString();
    }
}
