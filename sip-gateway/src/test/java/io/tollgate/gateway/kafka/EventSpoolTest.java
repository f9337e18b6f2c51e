package io.tollgate.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.CallEvent;
import io.tollgate.gateway.store.GatewayStore;
import io.tollgate.gateway.store.StoreFailed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventSpoolTest {
    private static final int WINDOW = 10;

    @TempDir
    Path data;

    private GatewayStore store;
    private EventSpool spool;

    @BeforeEach
    void open() throws Exception {
        store = GatewayStore.open(data.resolve("store"));
        spool = new EventSpool(store, WINDOW);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Takes so many to be sent. */
    private List<SpooledEvent> sent(int count) {
        List<SpooledEvent> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SpooledEvent next = spool.peek();
            assertThat(next).isNotNull();
            sent.add(next);
            spool.remove();
        }
        return sent;
    }

    /** The disk was tried, and is empty again. */
    private void writeOne() {
        spool.add(events(1));
        sent(1).forEach(SpooledEvent::settle);
        spool.write();
        spool.dropBefore(1);
    }

    private static List<CallEvent> events(int count) {
        return Stream.generate(OutboundMapping::sample).limit(count).toList();
    }

    @Test
    void shouldNotWriteWhatKafkaHas() {
        // Given
        writeOne();
        spool.add(events(3));
        sent(3).forEach(SpooledEvent::settle);

        // When
        spool.write();

        // Then
        assertThat(spool.unwritten()).isZero();
        assertThat(store.events().size()).isZero();
    }

    @Test
    void shouldTryTheDiskThoughKafkaHasAll() {
        // Given
        spool.add(events(1));
        sent(1).forEach(SpooledEvent::settle);

        // When
        spool.write();

        // Then
        assertThat(store.events().size()).isEqualTo(1);
    }

    @Test
    void shouldKeepOneAloneForADiskThatFails() {
        // Given
        store.close();
        spool.add(events(3));
        sent(3).forEach(SpooledEvent::settle);

        // When
        assertThatThrownBy(spool::write).isInstanceOf(StoreFailed.class);

        // Then
        assertThat(spool.unwritten()).isEqualTo(1);
        assertThatThrownBy(spool::write).isInstanceOf(StoreFailed.class);
    }

    @Test
    void shouldWriteFromTheFirstThatKafkaDoesNotHave() {
        // Given
        writeOne();
        spool.add(events(3));
        List<SpooledEvent> sent = sent(3);
        sent.get(0).settle();
        sent.get(2).settle();

        // When
        spool.write();

        // Then
        assertThat(store.events().first()).isEqualTo(2);
        assertThat(store.events().size()).isEqualTo(2);
        assertThat(spool.again(2)).isNotNull();
    }

    @Test
    void shouldWriteWhatKafkaHasBehindWhatItDoesNotHave() {
        // Given
        spool.add(events(1));
        spool.write();
        spool.add(events(1));
        sent(2).get(1).settle();

        // When
        spool.write();

        // Then
        assertThat(store.events().size()).isEqualTo(2);
    }
}
