package io.tollgate.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.wire.TortureMessages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** The wire view and JAIN-SIP, which share no line of code, read the same of any message, but for what is listed. */
class WireAgreesWithJainProperties {
    @Property(tries = 6_000, seed = "4475", shrinking = ShrinkingMode.OFF)
    void shouldReadTheSameUnlessTheDifferenceIsListed(@ForAll long seed) {
        listed(GeneratedMessages.of(seed));
    }

    @Example
    void shouldReadTheTortureMessagesTheSameUnlessTheDifferenceIsListed() {
        TortureMessages.all().values().forEach(WireAgreesWithJainProperties::listed);
    }

    @Example
    void shouldReadTheSameInWhatTheExamplesAreMadeOf() {
        assertThat(listed(Difference.SOUND.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Example
    void shouldSeeEachListedDifferenceAloneInItsExample() {
        for (Difference difference : Difference.values()) {
            assertThat(listed(difference.example())).as(difference.name()).containsExactly(difference);
        }
    }

    @Example
    void shouldHaveReadMostMessagesInBothWaysWithoutAnyDifference() {
        long same = LongStream.range(0, 2_000)
                .mapToObj(GeneratedMessages::of)
                .filter(message -> !Reading.wire(message).containsKey(Reading.REFUSED))
                .filter(message -> listed(message).isEmpty())
                .count();
        assertThat(same).isGreaterThan(700);
    }

    @Example
    void shouldTellInTheDocumentsWhatIsListed() throws IOException {
        List<String> table = Files.readString(Path.of("../docs/torture.md"))
                .transform(text -> text.substring(text.indexOf("## JAIN-SIP")))
                .lines()
                .filter(line -> line.startsWith("| "))
                .skip(2)
                .toList();
        assertThat(table)
                .containsExactlyElementsOf(
                        Stream.of(Difference.values()).map(Difference::row).toList());
    }

    /** Those that a message shows; fails at one that is not listed. */
    private static Set<Difference> listed(byte[] message) {
        Map<String, String> wire = Reading.wire(message);
        Map<String, String> jain = Reading.jain(message);
        Set<Difference> shown = EnumSet.noneOf(Difference.class);
        for (String field : Reading.differing(wire, jain)) {
            List<Difference> explaining = Stream.of(Difference.values())
                    .filter(difference -> difference.explains(field, wire, jain, message))
                    .toList();
            assertThat(explaining)
                    .as(
                            "%s is %s to us and %s to JAIN-SIP in\n%s",
                            field, wire.get(field), jain.get(field), new String(message, StandardCharsets.UTF_8))
                    .isNotEmpty();
            shown.addAll(explaining);
        }
        return shown;
    }
}
