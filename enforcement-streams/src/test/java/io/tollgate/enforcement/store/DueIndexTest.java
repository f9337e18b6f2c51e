package io.tollgate.enforcement.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.enforcement.store.DueIndex.Due;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class DueIndexTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final KeyValueStore<Bytes, byte[]> store =
            Stores.inMemoryKeyValueStore("due").get();
    private final DueIndex index = new DueIndex(store);

    @Test
    void shouldTakeWhatIsDueInTheOrderOfTimeAndOnce() {
        // Given
        index.add(new Due(NOW.plusMillis(1), 'L', "later"));
        index.add(new Due(NOW, 'L', "now"));
        index.add(new Due(NOW.minusSeconds(5), 'L', "before"));

        // When
        var due = ids(index.take(NOW, 10));

        // Then
        assertThat(due).containsExactly("before", "now");
        assertThat(index.take(NOW, 10)).isEmpty();
        assertThat(ids(index.take(NOW.plusMillis(1), 10))).containsExactly("later");
    }

    @Test
    void shouldFindWhatIsAddedBehindTheLastLook() {
        // Given
        index.take(NOW, 10);

        // When
        index.add(new Due(NOW.minusSeconds(9), 'L', "late"));

        // Then
        assertThat(ids(index.take(NOW, 10))).containsExactly("late");
    }

    @Test
    void shouldLeaveWhatIsTooMuchForTheNextLook() {
        // Given
        for (int due = 0; due < 5; due++) {
            index.add(new Due(NOW, 'L', "d" + due));
        }

        // When
        List<String> first = ids(index.take(NOW, 3));
        List<String> second = ids(index.take(NOW, 3));

        // Then
        assertThat(first).containsExactly("d0", "d1", "d2");
        assertThat(second).containsExactly("d3", "d4");
    }

    @Test
    void shouldTakeNothingThatWasRemoved() {
        // Given
        index.add(new Due(NOW, 'L', "gone"));
        index.remove(new Due(NOW, 'L', "gone"));

        // When / Then
        assertThat(index.take(NOW, 10)).isEmpty();
    }

    private static List<String> ids(List<Due> due) {
        return new ArrayList<>(due.stream().map(Due::id).toList());
    }
}
