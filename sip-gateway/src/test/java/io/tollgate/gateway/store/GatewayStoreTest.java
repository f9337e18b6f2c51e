package io.tollgate.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.store.GatewayStore.Kind;
import io.tollgate.gateway.store.KeyedRecords.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayStoreTest {
    @TempDir
    Path data;

    private GatewayStore open() throws IOException {
        return GatewayStore.open(data.resolve("store"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static List<String> keys(KeyedRecords records, String prefix) {
        return records.all(bytes(prefix)).stream()
                .map(entry -> new String(entry.key(), UTF_8))
                .toList();
    }

    private void spoil() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("store"))) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith("MANIFEST")) {
                    Files.writeString(file, "this is no manifest");
                }
            }
        }
    }

    @Test
    void shouldShowWhatLiesUnderAPrefixByKey() throws Exception {
        try (GatewayStore store = open()) {
            // Given
            KeyedRecords views = store.records(Kind.VIEWS);
            views.put(bytes("b/2"), bytes("two"));
            views.put(bytes("a/1"), bytes("one"));
            views.put(bytes("b/1"), bytes("one"));
            views.put(bytes("c/1"), bytes("one"));

            // When
            List<String> found = keys(views, "b/");

            // Then
            assertThat(found).containsExactly("b/1", "b/2");
            assertThat(keys(views, "")).hasSize(4);
            assertThat(keys(store.records(Kind.DIALOGS), "")).isEmpty();
        }
    }

    @Test
    void shouldShowThemPageByPage() throws Exception {
        try (GatewayStore store = open()) {
            // Given
            KeyedRecords views = store.records(Kind.VIEWS);
            List.of("a/1", "b/1", "b/2", "b/3", "c/1").forEach(key -> views.put(bytes(key), bytes("x")));
            List<KeyedRecords.Entry> first = views.page(bytes("b/"), null, 2);

            // When
            List<KeyedRecords.Entry> second =
                    views.page(bytes("b/"), first.get(1).key(), 2);

            // Then
            assertThat(first).hasSize(2);
            assertThat(second)
                    .extracting(entry -> new String(entry.key(), UTF_8))
                    .containsExactly("b/3");
        }
    }

    @Test
    void shouldMakeChangesInTheirOrder() throws Exception {
        try (GatewayStore store = open()) {
            // Given
            KeyedRecords dialogs = store.records(Kind.DIALOGS);
            dialogs.put(bytes("gone"), bytes("x"));

            // When
            dialogs.write(List.of(
                    new Change(bytes("gone"), null),
                    new Change(bytes("kept"), bytes("old")),
                    new Change(bytes("kept"), bytes("new"))));

            // Then
            assertThat(dialogs.get(bytes("gone"))).isNull();
            assertThat(dialogs.get(bytes("kept"))).isEqualTo(bytes("new"));
        }
    }

    @Test
    void shouldKeepRecordsOverARestart() throws Exception {
        // Given
        try (GatewayStore store = open()) {
            store.records(Kind.META).put(bytes("k"), bytes("v"));
        }

        // When
        try (GatewayStore store = open()) {

            // Then
            assertThat(store.records(Kind.META).get(bytes("k"))).isEqualTo(bytes("v"));
        }
    }

    @Test
    void shouldPutADamagedOneAsideAndBeginAfresh() throws Exception {
        // Given
        for (int i = 0; i < 2; i++) {
            try (GatewayStore store = open()) {
                store.records(Kind.META).put(bytes("k"), bytes("v"));
            }
            spoil();
            open().close();
        }
        spoil();

        // When
        try (GatewayStore store = open()) {

            // Then
            assertThat(store.records(Kind.META).get(bytes("k"))).isNull();
            assertThat(data.resolve("store.damaged")).isDirectory();
        }
        try (Stream<Path> kept = Files.list(data)) {
            assertThat(kept).hasSize(2);
        }
    }

    @Test
    void shouldLeaveAloneWhatSomebodyElseHasOpen() throws Exception {
        // Given
        try (GatewayStore store = open()) {
            store.records(Kind.META).put(bytes("k"), bytes("v"));

            // When
            assertThatThrownBy(this::open)

                    // Then
                    .isInstanceOf(IOException.class);
            assertThat(store.records(Kind.META).get(bytes("k"))).isEqualTo(bytes("v"));
            assertThat(data.resolve("store.damaged")).doesNotExist();
        }
    }

    @Test
    void shouldSayNoAndNotDieWhenClosed() throws Exception {
        // Given
        GatewayStore store = open();
        KeyedRecords views = store.records(Kind.VIEWS);

        // When
        store.close();
        store.close();

        // Then
        assertThatThrownBy(() -> views.put(bytes("k"), bytes("v"))).isInstanceOf(StoreFailed.class);
        assertThatThrownBy(() -> views.all(bytes(""))).isInstanceOf(StoreFailed.class);
        assertThatThrownBy(() -> store.events().append(List.of(bytes("e")))).isInstanceOf(StoreFailed.class);
    }
}
