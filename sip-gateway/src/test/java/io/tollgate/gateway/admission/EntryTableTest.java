package io.tollgate.gateway.admission;

import static io.tollgate.gateway.admission.AdmissionFixture.deny;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a reader finds while the writer is at work: between two of his reads all that the writer may do is done. */
class EntryTableTest {
    private static final long HASH = 0x1234_5678_9abc_def0L;
    private static final long OTHER = ~HASH;
    private static final int PAGE_BYTES = 256;

    /** What the writer does as soon as a reader has read where an entry is. */
    private final Queue<Runnable> meanwhile = new ArrayDeque<>();

    private final EntryPages pages = new EntryPages(PAGE_BYTES) {
        @Override
        byte @Nullable [] page(int location) {
            Runnable next = meanwhile.poll();
            if (next != null) {
                next.run();
            }
            return super.page(location);
        }
    };
    private final EntryTable table = new EntryTable(pages);
    private final HeldEntry first = pages.add(deny("bob's", "bob", null, null));

    private @Nullable BlacklistEntry found() {
        HeldEntry held = table.find(HASH, entry -> "bob".equals(entry.account()));
        return held == null ? null : held.entry();
    }

    /** The first entry is alone in its page then, and that page is not the current one. */
    private void leaveFirstPage() {
        others().forEach(held -> pages.remove(held.location()));
    }

    /** Its page has nothing more in it then, and is used again. */
    private void move() {
        table.replace(HASH, first, pages.add(first.entry()));
        usePageAgain();
    }

    private void usePageAgain() {
        pages.remove(first.location());
        others();
    }

    private List<HeldEntry> others() {
        return IntStream.range(0, 50)
                .mapToObj(i -> pages.add(deny("eve's", "eve", "4930" + i, null)))
                .toList();
    }

    @Test
    void shouldFindAnEntryThatIsMovedMeanwhileAndItsPageUsedAgain() {
        // Given
        table.add(HASH, first);
        leaveFirstPage();

        // When
        meanwhile.add(this::move);

        // Then
        assertThat(found()).isEqualTo(first.entry());
    }

    @Test
    void shouldFindAnEntryThatIsMovedInAnotherTableMeanwhile() {
        // Given
        table.add(HASH, first);
        leaveFirstPage();

        // When
        meanwhile.add(() -> {
            IntStream.range(0, 1_000).forEach(i -> table.add(OTHER, first));
            move();
        });

        // Then
        assertThat(found()).isEqualTo(first.entry());
    }

    @Test
    void shouldFindNothingWhenTheEntryGoesMeanwhile() {
        // Given
        table.add(HASH, first);
        leaveFirstPage();

        // When
        meanwhile.add(() -> {
            table.remove(HASH, first);
            usePageAgain();
        });

        // Then
        assertThat(found()).isNull();
    }

    @Test
    void shouldStillFindAllWhenItHasBecomeSmall() {
        // Given
        HeldEntry[] held = IntStream.range(0, 1_000)
                .mapToObj(i -> pages.add(deny("e" + i, "bob" + i, null, null)))
                .toArray(HeldEntry[]::new);
        IntStream.range(0, 1_000).forEach(i -> table.add(hash(i), held[i]));

        // When
        IntStream.range(10, 1_000).forEach(i -> table.remove(hash(i), held[i]));

        // Then
        assertThat(table.room()).isLessThan(200);
        assertThat(IntStream.range(0, 1_000)
                        .filter(i ->
                                table.find(hash(i), entry -> entry.entryId().equals("e" + i)) != null))
                .hasSize(10);
    }

    private static long hash(int number) {
        return SubjectHash.of("e" + number);
    }
}
