package io.tollgate.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.gateway.store.GatewayStore;
import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.testsupport.scenario.Await;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Events on their way to a Kafka that the test plays, over a store on the disk. */
abstract class PublishedEvents {
    static final GatewayIdentity GATEWAY = new GatewayIdentity("north", 1, Instant.EPOCH);

    final MapRegistry registry = new MapRegistry();
    final MockProducer<byte[], byte[]> kafka = producer(true);
    private final List<EventPublisher> open = new ArrayList<>();

    @TempDir
    Path data;

    GatewayStore store;

    static MockProducer<byte[], byte[]> producer(boolean answering) {
        return new MockProducer<>(answering, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @BeforeEach
    void open() throws Exception {
        store = GatewayStore.open(data.resolve("store"));
    }

    @AfterEach
    void close() {
        open.forEach(EventPublisher::close);
        store.close();
    }

    static Producer<byte[], byte[]> away() {
        throw new KafkaException("no such host");
    }

    static void awaitWritten(GatewayStore store, long count) {
        Await.until(
                "on the disk",
                () -> store.events().size() == count,
                () -> store.events().size());
    }

    EventPublisher publisher(Supplier<Producer<byte[], byte[]>> producers, int bound) {
        return publisher(producers, bound, GATEWAY);
    }

    EventPublisher publisher(Supplier<Producer<byte[], byte[]>> producers, int bound, GatewayIdentity gateway) {
        EventPublisher publisher = new EventPublisher(producers, new AvroSerializer<>(registry), gateway, bound, store);
        open.add(publisher);
        publisher.begin();
        return publisher;
    }

    static CallEvent event(int sequence) {
        CallFacts call = new CallFacts("call", "sip", "ALICE", Direction.OUTBOUND, "a", "b", "882", "s");
        return new CallEvent(call, sequence, Identity.TRUNK, Instant.EPOCH, new Happening.Ringing());
    }

    List<Integer> sequences(MockProducer<byte[], byte[]> producer) {
        AvroDeserializer<io.tollgate.CallEvent> reader = new AvroDeserializer<>(io.tollgate.CallEvent.class, registry);
        List<Integer> sequences = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : producer.history()) {
            io.tollgate.CallEvent event = reader.deserialize(record.topic(), record.value());
            assertThat(event).isNotNull();
            sequences.add(event.getSequence());
        }
        return sequences;
    }

    List<Long> epochs(MockProducer<byte[], byte[]> producer) {
        AvroDeserializer<io.tollgate.CallEvent> reader = new AvroDeserializer<>(io.tollgate.CallEvent.class, registry);
        return producer.history().stream()
                .map(record ->
                        reader.deserialize(record.topic(), record.value()).getGatewayEpoch())
                .toList();
    }

    static List<Integer> upTo(int count) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(i);
        }
        return all;
    }

    static void awaitAcknowledged(EventPublisher publisher, long count) {
        Await.until("acknowledged", () -> publisher.acknowledged() == count, publisher::acknowledged);
    }
}
