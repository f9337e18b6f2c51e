package io.tollgate.benchmark;

import io.tollgate.Action;
import io.tollgate.FraudVerdict;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.topic.Topics;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A fraud system with a stock producer: acks=all, nothing lingers. Safe for threads. */
final class VerdictPublisher implements AutoCloseable {
    private final KafkaProducer<String, FraudVerdict> producer;

    VerdictPublisher(String kafka, String registry) {
        AvroSerializer<FraudVerdict> serializer = new AvroSerializer<>();
        serializer.configure(Map.of("schema.registry.url", registry), false);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all", "linger.ms", 0), new StringSerializer(), serializer);
        producer.partitionsFor(Topics.VERDICTS.name());
    }

    /** Orders the end of a call; gives when Kafka had acknowledged that, in {@link System#nanoTime()}. */
    CompletableFuture<Long> terminate(String sipCallId) {
        FraudVerdict verdict = FraudVerdict.newBuilder()
                .setVerdictId(UUID.randomUUID().toString())
                .setSource("benchmark")
                .setIssuedAt(Instant.now())
                .setAction(Action.TERMINATE)
                .setCallId(sipCallId)
                .setReason("benchmark")
                .build();
        CompletableFuture<Long> acknowledged = new CompletableFuture<>();
        producer.send(
                new ProducerRecord<>(Topics.VERDICTS.name(), verdict.getVerdictId(), verdict), (metadata, failure) -> {
                    long nanos = System.nanoTime();
                    if (failure == null) {
                        acknowledged.complete(nanos);
                    } else {
                        acknowledged.completeExceptionally(failure);
                    }
                });
        return acknowledged;
    }

    @Override
    public void close() {
        producer.close();
    }
}
