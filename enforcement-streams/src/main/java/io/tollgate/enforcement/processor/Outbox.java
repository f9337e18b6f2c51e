package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.failure.Patience;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Encodes what a processor sends and hands it on, stamped with the time at which it is sent: under its cause's timestamp
 * an answer to an old record could expire before a gateway reads it. Belongs to one processor.
 */
final class Outbox {

    private final ProcessorContext<byte[], Emission> context;
    private final AvroSerializer<SpecificRecord> serializer;
    private final Patience patience;

    Outbox(ProcessorContext<byte[], Emission> context, Surroundings surroundings) {
        this.context = context;
        this.serializer = surroundings.serializer();
        this.patience = surroundings.patience();
    }

    /** Publishes a record on one of the contract's topics. */
    void publish(Topic topic, String key, @Nullable SpecificRecord value) {
        byte[] encoded = patience.retry(() -> serializer.serialize(topic.name(), value));
        send(topic.name(), key, encoded);
    }

    /** Sets a record aside as it was received; its headers say where it was, and why. */
    void reject(String key, byte[] value, Headers headers) {
        context.forward(new Record<>(
                key.getBytes(StandardCharsets.UTF_8),
                new Emission(Topics.REJECTED_INPUT.name(), value),
                context.currentSystemTimeMs(),
                headers));
    }

    /** Sends encoded bytes. */
    void send(String topic, String key, byte @Nullable [] value) {
        context.forward(new Record<>(
                key.getBytes(StandardCharsets.UTF_8), new Emission(topic, value), context.currentSystemTimeMs()));
    }
}
