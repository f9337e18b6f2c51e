package io.tollgate.gateway.admission;

import static io.tollgate.gateway.admission.AdmissionFixture.deny;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EntryTableProperties {
    private static final int IDS = 300;

    @Property(tries = 200)
    void shouldLeadToWhatIsThereHoweverManyHaveOneHash(
            @ForAll @Size(max = 2_000) List<@IntRange(max = IDS - 1) Integer> toggled,
            @ForAll @IntRange(min = 1, max = IDS) int hashes) {
        // Given
        EntryPages pages = new EntryPages();
        EntryTable table = new EntryTable(pages);
        Map<Integer, HeldEntry> there = new HashMap<>();

        // When
        for (int id : toggled) {
            HeldEntry before = there.remove(id);
            if (before == null) {
                HeldEntry held = pages.add(deny("e" + id, "bob", null, null));
                table.add(hash(id, hashes), held);
                there.put(id, held);
            } else {
                table.remove(hash(id, hashes), before);
            }
        }

        // Then
        assertThat(table.size()).isEqualTo(there.size());
        assertThat(table.entries()).hasSize(there.size());
        for (int id = 0; id < IDS; id++) {
            String wanted = "e" + id;
            assertThat(table.find(hash(id, hashes), entry -> entry.entryId().equals(wanted)))
                    .isEqualTo(there.get(id));
        }
    }

    /** So few that many entries have the same. */
    private static long hash(int id, int hashes) {
        return (id % hashes) * 0x9E37_79B9_7F4A_7C15L;
    }
}
