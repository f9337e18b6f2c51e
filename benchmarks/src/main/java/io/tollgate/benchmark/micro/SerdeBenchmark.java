package io.tollgate.benchmark.micro;

import io.tollgate.CallAttempted;
import io.tollgate.CallEvent;
import io.tollgate.Direction;
import io.tollgate.Identity;
import io.tollgate.benchmark.MapRegistry;
import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.serde.Schemas;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.time.Instant;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A call event as bytes and back, in the wire format of the topics. */
@State(Scope.Thread)
public class SerdeBenchmark {
    private static final String TOPIC = Topics.CALL_EVENTS.name();

    private final MapRegistry registry = new MapRegistry();
    private final AvroSerializer<CallEvent> serializer = new AvroSerializer<>(registry);
    private final AvroDeserializer<CallEvent> deserializer = new AvroDeserializer<>(CallEvent.class, registry);
    private final CallEvent event = new CallEvent(
            "gw-1-0000001f-00000000000f4240-0",
            "gw-1-0000001f-00000000000f4240",
            0,
            SampleMessages.CALL_ID,
            "gw-1",
            1L,
            "alice",
            Identity.CLAIMED,
            Direction.OUTBOUND,
            "sip:alice@example.org",
            "sip:4930123456@example.org",
            "4930123456",
            "192.0.2.10:5060/udp",
            Instant.parse("2026-11-23T12:00:00.123456Z"),
            new CallAttempted("Desk phone 5.1.2"));
    private final byte[] bytes;

    public SerdeBenchmark() {
        registry.register(Topic.subject(TOPIC), Schemas.text(CallEvent.class));
        bytes = serialize();
    }

    @Benchmark
    public byte[] serialize() {
        return Objects.requireNonNull(serializer.serialize(TOPIC, event));
    }

    @Benchmark
    public CallEvent deserialize() {
        return Objects.requireNonNull(deserializer.deserialize(TOPIC, bytes));
    }
}
