package io.tollgate.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.gateway.journal.SnapshotForm;
import io.tollgate.gateway.journal.Snapshots;
import io.tollgate.gateway.store.GatewayStore;
import io.tollgate.gateway.store.StoredDialogs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that change while the topic is written, or is not there at all. */
class DialogBookTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final CallSnapshot CALL = Snapshots.of("c-1");
    private static final CallSnapshot MOVED = Snapshots.of("c-1", 1);

    @TempDir
    private Path directory;

    private GatewayStore store;
    private DialogBook book;

    @BeforeEach
    void open() throws IOException {
        store = GatewayStore.open(directory.resolve("store"));
        book = book(NOON);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private DialogBook book(Instant now) {
        return new DialogBook(new StoredDialogs(store, new SnapshotForm(Snapshots.LOCAL)), now);
    }

    private static Map<String, @Nullable CallSnapshot> call(@Nullable CallSnapshot snapshot) {
        Map<String, @Nullable CallSnapshot> changed = new HashMap<>();
        changed.put("c-1", snapshot);
        return changed;
    }

    @Test
    void shouldLeaveNothingOfACallThatTheTopicNeverHad() {
        // Given
        book.change(call(CALL));

        // When
        book.change(call(null));

        // Then
        assertThat(book.waiting()).isZero();
        assertThat(book.onDisk()).isEmpty();
    }

    @Test
    void shouldNotRememberWhatTheTopicSaysToHaveEnded() {
        // Given
        book.found(call(null));
        book.change(call(CALL));

        // When
        book.change(call(null));

        // Then
        assertThat(book.waiting()).isZero();
    }

    @Test
    void shouldTellTheTopicOfAnEndWhereItHasTheCall() {
        // Given
        book.found(call(CALL));

        // When
        book.change(call(null));

        // Then
        assertThat(book.waiting()).isEqualTo(1);
    }

    @Test
    void shouldForgetWhatSomebodyElseHasToldOf() {
        // Given
        book.change(call(CALL));

        // When
        book.forget(Set.of("c-1"));

        // Then
        assertThat(book.onDisk()).isEmpty();
    }

    @Test
    void shouldRememberAnEndUntilTheTopicHasIt() {
        // Given
        book.change(call(CALL));
        book.published(book.next(10));

        // When
        book.change(call(null));

        // Then
        assertThat(book.onDisk()).containsEntry("c-1", null);
        book.published(book.next(10));
        assertThat(book.onDisk()).isEmpty();
        assertThat(book.waiting()).isZero();
    }

    @Test
    void shouldTellTheEndOfACallWhoseFirstWordIsOnItsWay() {
        // Given
        book.change(call(CALL));
        Map<String, @Nullable CallSnapshot> onItsWay = book.next(10);

        // When
        book.change(call(null));
        book.published(onItsWay);

        // Then
        assertThat(book.next(10)).containsEntry("c-1", null);
    }

    @Test
    void shouldTellAgainWhatChangedWhileItWasTold() {
        // Given
        book.change(call(CALL));
        Map<String, @Nullable CallSnapshot> onItsWay = book.next(10);

        // When
        book.change(call(MOVED));
        book.published(onItsWay);

        // Then
        assertThat(book.next(10)).containsEntry("c-1", MOVED);
    }

    @Test
    void shouldNotMakeACallItsOwnAgainThatItGaveAway() {
        // Given
        book.change(call(CALL));

        // When
        book.relinquish(Set.of("c-1"));
        book.change(call(MOVED));

        // Then
        assertThat(book.next(10)).isEmpty();
        assertThat(book.onDisk()).isEmpty();
    }

    @Test
    void shouldKeepACallThatItAdoptsBack() {
        // Given
        book.relinquish(Set.of("c-1"));

        // When
        book.welcome(Set.of("c-1"));
        book.change(call(MOVED));

        // Then
        assertThat(book.onDisk()).containsEntry("c-1", MOVED);
    }

    @Test
    void shouldTellTheOldestChangesFirst() {
        // Given
        book.change(call(CALL));
        Map<String, @Nullable CallSnapshot> other = new HashMap<>();
        other.put("c-2", Snapshots.of("c-2"));
        book.change(other);

        // When
        book.change(call(MOVED));

        // Then
        assertThat(book.next(1)).containsOnlyKeys("c-2");
    }

    @Test
    void shouldTrustADiskOnlyAsLongAsTombstonesAreKept() {
        // Given
        assertThat(book.trusted()).isFalse();
        book.used(NOON);

        // Then
        assertThat(book(NOON.plusSeconds(1_799)).trusted()).isTrue();
        assertThat(book(NOON.plusSeconds(1_801)).trusted()).isFalse();
    }
}
