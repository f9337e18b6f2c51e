package io.tollgate.enforcement.blacklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.enforcement.decision.InvalidInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectsTest {

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.3/32",
        "10.1.2.3/16, 10.1.0.0/16",
        "10.1.2.3/0, 0.0.0.0/0",
        "10.255.255.255/9, 10.128.0.0/9",
        "2001:DB8::1, 2001:db8:0:0:0:0:0:1/128",
        "2001:db8:ffff::/33, 2001:db8:8000:0:0:0:0:0/33"
    })
    void shouldSpellANetworkInOneWay(String written, String spelled) {
        // When
        var subjects = Subjects.of(null, null, written);

        // Then
        assertThat(subjects.sourceNetwork()).isEqualTo(spelled);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.1.2",
                "10.1.2.256",
                "10.1.2.3/33",
                "10.1.2.3/-1",
                "10.1.2.3/",
                "::/129",
                "localhost",
                "1",
                "a.b.c.d",
                "::zz",
                "10.0.0.0/8/8",
                " 10.0.0.1"
            })
    void shouldRefuseWhatIsNoNetwork(String written) {
        assertThatThrownBy(() -> Subjects.of(null, null, written)).isInstanceOf(InvalidInput.class);
    }

    @Test
    void shouldGiveEqualWishesOneIdAndOthersAnother() {
        // Given
        var subjects = List.of(
                new Subjects("bob", null, null),
                new Subjects(null, "bob", null),
                new Subjects("bob", "", null),
                new Subjects("bo", "b", null),
                new Subjects("bob", "49", "10.0.0.0/8"));

        // When
        var ids = subjects.stream().map(each -> EntryIds.ofVerdict("s", each)).toList();

        // Then
        assertThat(ids).doesNotHaveDuplicates().allMatch(EntryIds::isReserved);
        assertThat(EntryIds.ofVerdict("s", new Subjects("bob", null, null))).isEqualTo(ids.get(0));
        assertThat(EntryIds.ofVerdict("t", subjects.get(0))).isNotEqualTo(ids.get(0));
    }
}
