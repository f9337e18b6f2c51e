package io.tollgate.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    @TempDir
    Path data;

    private GatewayStore store;

    @BeforeEach
    void open() throws Exception {
        store = GatewayStore.open(data.resolve("store"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static List<byte[]> bodies(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> ("event " + i).getBytes(UTF_8))
                .toList();
    }

    private static List<String> texts(EventLog log, long from) {
        return log.read(from, 10_000).stream()
                .map(entry -> new String(entry.body(), UTF_8))
                .toList();
    }

    private static List<String> expected(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "event " + i).toList();
    }

    @Test
    void shouldGiveBackInOrderWhatWasAppended() {
        // Given
        EventLog log = store.events();

        // When
        log.append(bodies(0, 300));
        log.append(bodies(300, 1_000));

        // Then
        assertThat(texts(log, 0)).isEqualTo(expected(0, 1_000));
        assertThat(log.size()).isEqualTo(1_000);
    }

    @Test
    void shouldReadNoMoreThanAskedFromThere() {
        // Given
        EventLog log = store.events();
        log.append(bodies(0, 10));

        // When
        List<EventLog.Entry> read = log.read(4, 3);

        // Then
        assertThat(read).extracting(EventLog.Entry::index).containsExactly(4L, 5L, 6L);
    }

    @Test
    void shouldPassOverWhereNothingWaits() {
        // Given
        EventLog log = store.events();

        // When
        boolean passed = log.skip();
        log.append(bodies(1, 3));

        // Then
        assertThat(passed).isTrue();
        assertThat(log.first()).isEqualTo(1);
        assertThat(texts(log, 0)).isEqualTo(expected(1, 3));
    }

    @Test
    void shouldNotPassOverWhatWaits() {
        // Given
        EventLog log = store.events();
        log.append(bodies(0, 2));

        // When
        boolean passed = log.skip();

        // Then
        assertThat(passed).isFalse();
        assertThat(log.next()).isEqualTo(2);
    }

    @Test
    void shouldForgetTheFrontOnly() {
        // Given
        EventLog log = store.events();
        log.append(bodies(0, 10));

        // When
        log.dropBefore(7);

        // Then
        assertThat(texts(log, 0)).isEqualTo(expected(7, 10));
        assertThat(log.first()).isEqualTo(7);
        assertThat(log.size()).isEqualTo(3);
    }

    @Test
    void shouldDropNothingTwiceOrBeyondItsEnd() {
        // Given
        EventLog log = store.events();
        log.append(bodies(0, 5));
        log.dropBefore(100);

        // When
        log.dropBefore(2);

        // Then
        assertThat(log.size()).isZero();
        assertThat(log.append(bodies(5, 6))).isEqualTo(5);
    }

    @Test
    void shouldGoOnAfterARestart() throws Exception {
        // Given
        store.events().append(bodies(0, 10));
        store.events().dropBefore(4);
        store.close();

        // When
        store = GatewayStore.open(data.resolve("store"));

        // Then
        EventLog log = store.events();
        assertThat(texts(log, 0)).isEqualTo(expected(4, 10));
        assertThat(log.append(bodies(10, 11))).isEqualTo(10);
    }

    @Test
    void shouldHaveAllThatWasAppendedWhenTheProcessDied() throws Exception {
        // Given
        store.events().append(bodies(0, 500));
        store.events().dropBefore(100);
        Path left = data.resolve("left");
        Trees.copy(data.resolve("store"), left);

        // When
        try (GatewayStore afterwards = GatewayStore.open(left)) {

            // Then
            assertThat(texts(afterwards.events(), 0)).isEqualTo(expected(100, 500));
        }
    }
}
