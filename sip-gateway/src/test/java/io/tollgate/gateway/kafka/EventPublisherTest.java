package io.tollgate.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.scenario.Await;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class EventPublisherTest extends PublishedEvents {
    @Test
    void shouldSendInOrderUnderTheAccountsKey() {
        // Given
        EventPublisher publisher = publisher(() -> kafka, 10_000);

        // When
        for (int i = 0; i < 1_000; i++) {
            publisher.publish(event(i));
        }

        // Then
        awaitAcknowledged(publisher, 1_000);
        assertThat(sequences(kafka)).isEqualTo(upTo(1_000));
        assertThat(kafka.history()).allSatisfy(record -> {
            assertThat(record.topic()).isEqualTo(Topics.CALL_EVENTS.name());
            assertThat(new String(record.key(), UTF_8)).isEqualTo("ALICE");
            assertThat(record.partition()).isNull();
        });
        assertThat(publisher.waiting()).isZero();
    }

    @Test
    void shouldRefuseAndCountBeyondTheBound() {
        // Given
        MockProducer<byte[], byte[]> silent = producer(false);
        EventPublisher publisher = publisher(() -> silent, 3);

        // When
        List<Boolean> taken = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            taken.add(publisher.publish(event(i)));
        }

        // Then
        assertThat(taken).containsExactly(true, true, true, false, false);
        assertThat(publisher.dropped()).isEqualTo(2);
        assertThat(publisher.accepted()).isEqualTo(3);
        Await.until(
                "sent",
                () -> silent.history().size() == 3,
                () -> silent.history().size());
        silent.completeNext();
        Await.until("room again", () -> publisher.waiting() == 2, publisher::waiting);
        assertThat(publisher.publish(event(5))).isTrue();
        silent.completeNext();
        silent.completeNext();
        Await.until("sent", () -> silent.completeNext(), () -> silent.history().size());
        assertThat(publisher.accepted())
                .isEqualTo(publisher.acknowledged() + publisher.rejected() + publisher.waiting());
    }

    @Test
    void shouldKeepEventsInOrderUntilProducerCanBeMade() {
        // Given
        AtomicInteger tries = new AtomicInteger();
        EventPublisher publisher = publisher(
                () -> {
                    if (tries.incrementAndGet() < 3) {
                        throw new KafkaException("no such host");
                    }
                    return kafka;
                },
                100);

        // When
        upTo(10).forEach(i -> publisher.publish(event(i)));

        // Then
        awaitAcknowledged(publisher, 10);
        assertThat(sequences(kafka)).isEqualTo(upTo(10));
        assertThat(publisher.fault()).isNull();
    }

    @Test
    void shouldKeepEventsInOrderWhileRegistryIsAway() {
        // Given
        registry.away = true;
        EventPublisher publisher = publisher(() -> kafka, 100);
        upTo(10).forEach(i -> publisher.publish(event(i)));
        Await.until("fault seen", () -> publisher.fault() != null, publisher::fault);

        // When
        registry.away = false;

        // Then
        awaitAcknowledged(publisher, 10);
        assertThat(sequences(kafka)).isEqualTo(upTo(10));
    }

    @Test
    void shouldTryAgainWhenProducerHasNoRoomOrMetadata() {
        // Given: a producer that says so in the callback before send returns, as Kafka's does
        AtomicInteger refusals = new AtomicInteger(2);
        MockProducer<byte[], byte[]> busy =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized java.util.concurrent.Future<org.apache.kafka.clients.producer.RecordMetadata>
                            send(
                                    ProducerRecord<byte[], byte[]> record,
                                    org.apache.kafka.clients.producer.Callback callback) {
                        if (refusals.getAndDecrement() > 0) {
                            callback.onCompletion(null, new TimeoutException("no metadata"));
                            return java.util.concurrent.CompletableFuture.failedFuture(
                                    new TimeoutException("no metadata"));
                        }
                        return super.send(record, callback);
                    }
                };
        EventPublisher publisher = publisher(() -> busy, 100);

        // When
        upTo(5).forEach(i -> publisher.publish(event(i)));

        // Then
        awaitAcknowledged(publisher, 5);
        assertThat(sequences(busy)).isEqualTo(upTo(5));
        assertThat(publisher.rejected()).isZero();
    }

    @Test
    void shouldCountWhatKafkaRefusesForGood() {
        // Given
        MockProducer<byte[], byte[]> silent = producer(false);
        EventPublisher publisher = publisher(() -> silent, 100);
        publisher.publish(event(0));
        publisher.publish(event(1));
        Await.until(
                "sent",
                () -> silent.history().size() == 2,
                () -> silent.history().size());

        // When
        silent.errorNext(new RecordTooLargeException("too large"));
        silent.completeNext();

        // Then
        assertThat(publisher.rejected()).isEqualTo(1);
        assertThat(publisher.acknowledged()).isEqualTo(1);
        assertThat(publisher.waiting()).isZero();
    }

    @Test
    void shouldSendAgainInOrderWhatItWasNotAllowedToSend() {
        // Given
        MockProducer<byte[], byte[]> forbidden = producer(false);
        Iterator<MockProducer<byte[], byte[]>> producers =
                List.of(forbidden, kafka).iterator();
        EventPublisher publisher = publisher(producers::next, 10_000);
        publisher.publish(event(0));
        publisher.publish(event(1));
        Await.until("sent", () -> forbidden.history().size() == 2, forbidden::history);

        // When
        forbidden.errorNext(new TopicAuthorizationException("tollgate.call-events"));

        // Then
        awaitAcknowledged(publisher, 2);
        assertThat(sequences(kafka)).containsExactly(0, 1);
        assertThat(publisher.rejected()).isZero();
    }

    @Test
    void shouldSendWhatWaitsWhenClosing() {
        // Given
        EventPublisher publisher = publisher(() -> kafka, 10_000);
        upTo(2_000).forEach(i -> publisher.publish(event(i)));

        // When
        publisher.close();

        // Then
        assertThat(sequences(kafka)).isEqualTo(upTo(2_000));
        assertThat(kafka.closed()).isTrue();
        assertThat(publisher.publish(event(2_000))).isFalse();
    }

    @Test
    void shouldSendAgainWhatABrokenProducerDidNotDeliver() {
        // Given
        MockProducer<byte[], byte[]> breaking =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized Future<RecordMetadata> send(
                            ProducerRecord<byte[], byte[]> record, Callback callback) {
                        if (history().size() == 3) {
                            throw new KafkaException("broken for good");
                        }
                        return super.send(record, callback);
                    }
                };
        Queue<MockProducer<byte[], byte[]>> both = new ArrayDeque<>(List.of(breaking, kafka));
        EventPublisher publisher = publisher(both::remove, 100);

        // When
        upTo(5).forEach(i -> publisher.publish(event(i)));

        // Then
        awaitAcknowledged(publisher, 5);
        assertThat(sequences(kafka)).isEqualTo(upTo(5));
        assertThat(publisher.rejected()).isZero();
    }

    @Test
    void shouldSayInTimeThatTheRoomIsNearlyTaken() {
        // Given
        EventPublisher publisher = publisher(PublishedEvents::away, 10);
        upTo(8).forEach(i -> publisher.publish(event(i)));
        boolean before = publisher.nearlyFull();

        // When
        publisher.publish(event(8));

        // Then
        Await.until("age of the oldest", () -> publisher.oldest() != null, publisher::oldest);
        assertThat(before).isFalse();
        assertThat(publisher.nearlyFull()).isTrue();
        assertThat(publisher.publish(event(9))).isTrue();
        assertThat(publisher.publish(event(10))).isFalse();
    }
}
