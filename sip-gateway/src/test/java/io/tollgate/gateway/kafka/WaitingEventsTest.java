package io.tollgate.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.store.GatewayStore;
import io.tollgate.gateway.store.Trees;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.testsupport.scenario.Await;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.MockProducer;
import org.junit.jupiter.api.Test;

/** What waits on the disk: for a Kafka that is away, or for the next life. */
class WaitingEventsTest extends PublishedEvents {
    @Test
    void shouldSendWhatAFormerLifeLeftFirstAndInOrder() {
        // Given
        EventPublisher former = publisher(PublishedEvents::away, 100);
        upTo(10).forEach(i -> former.publish(event(i)));
        former.close();

        // When
        EventPublisher publisher = publisher(() -> kafka, 100, new GatewayIdentity("north", 2, Instant.EPOCH));
        publisher.publish(event(10));

        // Then
        awaitAcknowledged(publisher, 11);
        assertThat(sequences(kafka)).isEqualTo(upTo(11));
        assertThat(epochs(kafka)).containsExactly(1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 2L);
        assertThat(publisher.accepted()).isEqualTo(11);
        awaitWritten(store, 0);
    }

    @Test
    void shouldFindWhatWaitedWhenTheProcessDied() throws Exception {
        // Given
        EventPublisher former = publisher(PublishedEvents::away, 100);
        upTo(10).forEach(i -> former.publish(event(i)));
        awaitWritten(store, 10);
        Trees.copy(data.resolve("store"), data.resolve("left"));

        try (GatewayStore left = GatewayStore.open(data.resolve("left"))) {
            // When
            EventPublisher publisher =
                    new EventPublisher(() -> kafka, new AvroSerializer<>(registry), GATEWAY, 100, left);
            publisher.begin();

            // Then
            awaitAcknowledged(publisher, 10);
            assertThat(sequences(kafka)).isEqualTo(upTo(10));
            publisher.close();
        }
    }

    @Test
    void shouldSendNothingTwiceAfterAnOrderlyClose() {
        // Given
        EventPublisher former = publisher(() -> kafka, 10_000);
        upTo(1_000).forEach(i -> former.publish(event(i)));
        former.close();

        // When
        EventPublisher publisher = publisher(() -> producer(true), 10_000);

        // Then
        assertThat(publisher.waiting()).isZero();
        assertThat(publisher.accepted()).isZero();
        assertThat(store.events().size()).isZero();
    }

    @Test
    void shouldKeepOnlyWhatIsBehindTheFirstUnanswered() {
        // Given
        MockProducer<byte[], byte[]> silent = producer(false);
        EventPublisher publisher = publisher(() -> silent, 100);
        upTo(10).forEach(i -> publisher.publish(event(i)));
        Await.until(
                "sent",
                () -> silent.history().size() == 10,
                () -> silent.history().size());
        awaitWritten(store, 10);

        // When
        upTo(4).forEach(i -> silent.completeNext());

        // Then
        awaitWritten(store, 6);
        assertThat(publisher.waiting()).isEqualTo(6);
    }

    @Test
    void shouldKeepTheOrderWhenMoreWaitThanMemoryHolds() {
        // Given
        AtomicBoolean there = new AtomicBoolean();
        EventPublisher publisher = publisher(() -> there.get() ? kafka : away(), 50_000);
        upTo(25_000).forEach(i -> publisher.publish(event(i)));
        awaitWritten(store, 25_000);
        there.set(true);

        // When
        for (int i = 25_000; i < 30_000; i++) {
            publisher.publish(event(i));
        }

        // Then
        awaitAcknowledged(publisher, 30_000);
        assertThat(sequences(kafka)).isEqualTo(upTo(30_000));
        awaitWritten(store, 0);
    }

    @Test
    void shouldGoOnInMemoryWhenTheDiskTakesNothing() {
        // Given
        EventPublisher publisher = publisher(() -> kafka, 100);
        publisher.publish(event(0));
        awaitAcknowledged(publisher, 1);
        store.close();

        // When
        for (int i = 1; i < 10; i++) {
            publisher.publish(event(i));
        }

        // Then
        awaitAcknowledged(publisher, 10);
        assertThat(sequences(kafka)).isEqualTo(upTo(10));
        Await.until("fault seen", () -> publisher.fault() != null, publisher::fault);
    }
}
