package io.tollgate.gateway.admission;

import static io.tollgate.gateway.admission.AdmissionFixture.NOW;
import static io.tollgate.gateway.admission.AdmissionFixture.deny;
import static io.tollgate.gateway.admission.AdmissionFixture.ip;
import static io.tollgate.gateway.admission.AdmissionFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.identity.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EntryPagesTest {
    private static final int PAGE_BYTES = 1_024;

    private final EntryPages pages = new EntryPages(PAGE_BYTES);

    @Test
    void shouldDropAPageWhenNoneOfItsEntriesIsLeft() {
        // Given
        List<HeldEntry> held = add(100);
        assertThat(pages.page(held.get(0).location())).isNotNull();

        // When
        held.forEach(entry -> pages.remove(entry.location()));

        // Then
        assertThat(pages.page(held.get(0).location())).isNull();
        assertThat(pages.page(held.get(40).location())).isNull();
    }

    @Test
    void shouldHoldAnEntryThatIsLargerThanAPage() {
        // Given
        add(1);
        BlacklistEntry large = deny("x".repeat(3 * PAGE_BYTES), "bob", null, null);

        // When
        HeldEntry held = pages.add(large);

        // Then
        HeldEntry next = add(1).get(0);
        assertThat(pages.read(held.location())).isEqualTo(held);
        assertThat(held.entry()).isEqualTo(large);
        assertThat(pages.read(next.location())).isEqualTo(next);
    }

    @Test
    void shouldGiveTheSparsestPageToBeTidiedWhenMostIsWaste() {
        // Given
        List<HeldEntry> held = add(200);
        List<HeldEntry> given = new ArrayList<>();
        pages.tidy(given::add);
        assertThat(given).isEmpty();

        // When
        IntStream.range(0, 200)
                .filter(i -> i % 5 != 0 && i != 10)
                .forEach(i -> pages.remove(held.get(i).location()));
        pages.tidy(given::add);

        // Then
        assertThat(given).isNotEmpty().isSubsetOf(held);
        assertThat(given.stream().map(HeldEntry::location).map(pages::page).distinct())
                .hasSize(1);
    }

    @Test
    void shouldFindWhatWasMovedAndKeepLittleElse() {
        // Given
        Blacklist blacklist = new Blacklist(pages);
        IntStream.range(0, 1_000).forEach(i -> blacklist.put(numbered(i)));
        IntStream.range(0, 1_000).forEach(i -> blacklist.put(until(numbered(i, "again" + i), NOW.plusSeconds(i))));

        // When
        IntStream.range(0, 1_000).filter(i -> i % 10 != 0).forEach(i -> {
            blacklist.remove("e" + i);
            blacklist.remove("again" + i);
        });

        // Then
        int inUse = IntStream.range(0, 1_000)
                .filter(i -> i % 10 == 0)
                .map(i -> 2 * EntryBytes.of(numbered(i)).length)
                .sum();
        assertThat(pages.count() * PAGE_BYTES).isLessThan(3 * inUse);
        assertThat(IntStream.range(0, 1_000).filter(i -> refused(blacklist, i)))
                .allMatch(i -> i % 10 == 0)
                .hasSize(100);
        IntStream.range(0, 1_000).forEach(i -> blacklist.remove("e" + i));
        assertThat(IntStream.range(0, 1_000).filter(i -> refused(blacklist, i)))
                .allMatch(i -> i % 10 == 0)
                .hasSize(99); // the first has expired
    }

    private static BlacklistEntry numbered(int number) {
        return numbered(number, "e" + number);
    }

    private static BlacklistEntry numbered(int number, String id) {
        return deny(id, "bob" + number, null, null);
    }

    private static boolean refused(Blacklist blacklist, int number) {
        return blacklist.refusing(Direction.OUTBOUND, "bob" + number, "4930", ip("192.0.2.1"), NOW) != null;
    }

    private List<HeldEntry> add(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> pages.add(deny("e" + i, "bob", "882", null)))
                .toList();
    }
}
