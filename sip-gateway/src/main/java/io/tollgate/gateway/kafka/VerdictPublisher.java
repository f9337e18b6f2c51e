package io.tollgate.gateway.kafka;

import io.tollgate.gateway.admission.SourceVerdict;
import io.tollgate.gateway.admission.VerdictSink;
import io.tollgate.gateway.config.KafkaSettings;
import io.tollgate.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes this gateway's verdicts on sources, as any fraud system would. There are few of them and each holds for minutes:
 * what Kafka does not take soon is dropped, since the source is blocked here anyway and is judged again if it goes on.
 * Thread and producer begin with the first verdict; most gateways never need them.
 *
 * <p>{@link #tell} is for all threads and never waits.
 */
public final class VerdictPublisher implements VerdictSink, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(VerdictPublisher.class);
    private static final String TOPIC = Topics.VERDICTS.name();
    private static final int MOST_WAITING = 1_000;
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(1);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Serializer<SpecificRecord> serializer;
    private final OutboundMapping mapping;
    private final FaultLog faults = new FaultLog(LOGGER, "verdicts");
    private final LongAdder written = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final ExecutorService executor = Threads.bounded("kafka-verdicts", MOST_WAITING);
    private @Nullable Producer<byte[], byte[]> producer;

    VerdictPublisher(
            Supplier<Producer<byte[], byte[]>> producers,
            Serializer<SpecificRecord> serializer,
            GatewayIdentity gateway) {
        this.producers = producers;
        this.serializer = serializer;
        this.mapping = new OutboundMapping(gateway);
    }

    /** For this gateway; Kafka need not be there yet. */
    public static VerdictPublisher of(KafkaSettings settings, GatewayIdentity gateway) {
        KafkaClients clients = new KafkaClients(settings, gateway.id());
        return new VerdictPublisher(clients::verdictProducer, clients.serializer(), gateway);
    }

    @Override
    public void tell(SourceVerdict verdict) {
        try {
            executor.execute(() -> send(verdict));
        } catch (RejectedExecutionException full) {
            dropped.increment();
        }
    }

    /** Verdicts that Kafka has. */
    public long written() {
        return written.sum();
    }

    /** Verdicts that it did not take in time. */
    public long dropped() {
        return dropped.sum();
    }

    private void send(SourceVerdict verdict) {
        try {
            Producer<byte[], byte[]> current = producer;
            if (current == null) {
                current = producers.get();
                producer = current;
            }
            byte[] key = verdict.verdictId().getBytes(StandardCharsets.UTF_8);
            byte[] value = serializer.serialize(TOPIC, mapping.verdict(verdict));
            current.send(new ProducerRecord<>(TOPIC, key, value), (metadata, failure) -> answered(failure));
        } catch (KafkaException fault) {
            answered(fault);
        }
    }

    private void answered(@Nullable Exception failure) {
        if (failure == null) {
            written.increment();
            faults.cleared();
        } else {
            dropped.increment();
            faults.fault(failure);
        }
    }

    @Override
    public void close() {
        executor.execute(() -> {
            if (producer != null) {
                producer.close(PATIENCE_AT_CLOSE);
            }
        });
        Threads.end(executor, PATIENCE_AT_CLOSE.multipliedBy(2));
    }
}
