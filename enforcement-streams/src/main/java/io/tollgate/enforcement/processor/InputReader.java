package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.contract.Faults;
import io.tollgate.enforcement.contract.Interpreter;
import io.tollgate.enforcement.decision.InvalidInput;
import io.tollgate.enforcement.failure.Rejection;
import io.tollgate.enforcement.failure.RejectionReason;
import io.tollgate.enforcement.failure.Seldom;
import io.tollgate.schemas.input.InputSize;
import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.serde.UnreadableRecord;
import io.tollgate.schemas.topic.Cleanup;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of each input topic: reads the bytes, has them interpreted, and sets aside what is unreadable or invalid. No
 * content of a record can stop the stream here.
 */
public final class InputReader<A extends SpecificRecord, T> implements Processor<byte[], byte[], byte[], Read<T>> {

    /** What the rejected input's topic and our producer take, less what the headers need. */
    static final int MOST_COPIED_BYTES = 1_900_000;

    private static final Set<Topic> FROM_GATEWAYS = Set.of(Topics.CALL_EVENTS, Topics.DIALOGS);

    private static final Logger LOGGER = LoggerFactory.getLogger(InputReader.class);

    private final Topic topic;
    private final AvroDeserializer<A> deserializer;
    private final Interpreter<A, T> interpreter;
    private final Surroundings surroundings;
    private final Seldom seldom = new Seldom(System::nanoTime);
    private @Nullable ProcessorContext<byte[], Read<T>> context;

    public InputReader(Topic topic, Class<A> type, Interpreter<A, T> interpreter, Surroundings surroundings) {
        this.topic = topic;
        // Gateways may be newer than we are, and the defaults are made for that: a call's end must not be set aside. To
        // strangers' orders they would give another meaning.
        this.deserializer = FROM_GATEWAYS.contains(topic)
                ? new AvroDeserializer<>(type, surroundings.registry())
                : AvroDeserializer.strict(type, surroundings.registry());
        this.interpreter = interpreter;
        this.surroundings = surroundings;
    }

    @Override
    public void init(ProcessorContext<byte[], Read<T>> processorContext) {
        context = processorContext;
    }

    @Override
    public void process(Record<byte[], byte[]> input) {
        surroundings.metrics().read(topic.name());
        try {
            T meaning = read(input);
            surroundings.metrics().accepted(topic.name());
            context()
                    .forward(new Record<>(input.key(), new Read.Accepted<>(meaning, input.value()), input.timestamp()));
        } catch (UnreadableRecord unreadable) {
            reject(input, RejectionReason.UNREADABLE, unreadable.reason());
        } catch (InvalidInput invalid) {
            reject(input, RejectionReason.INVALID, String.valueOf(invalid.getMessage()));
        }
        Inputs.processed(context(), surroundings.backlog());
    }

    private T read(Record<byte[], byte[]> input) {
        byte[] value = input.value();
        Faults.refuse(InputSize.fault(input.key(), value, input.headers()));
        if (value == null && topic.cleanup() == Cleanup.DELETE) {
            throw new InvalidInput("a null value means nothing on this topic");
        }
        A avro = surroundings.patience().retry(() -> deserializer.deserialize(topic.name(), value));
        return interpreter.interpret(text(input.key()), avro);
    }

    private void reject(Record<byte[], byte[]> input, RejectionReason reason, String detail) {
        var origin = context().recordMetadata().orElseThrow();
        var rejection = new Rejection(reason, detail, isCopied(input));
        surroundings.metrics().rejected(topic.name(), reason);
        seldom.tell(heldBack -> LOGGER.atWarn()
                .addKeyValue("topic", topic.name())
                .addKeyValue("partition", origin.partition())
                .addKeyValue("offset", origin.offset())
                .addKeyValue("reason", reason)
                .addKeyValue("heldBack", heldBack)
                .log("input record set aside"));
        var set = rejection.applyTo(input, origin, context().currentSystemTimeMs());
        context().forward(set.withValue(new Read.Rejected<T>(set.value())));
    }

    private static boolean isCopied(Record<byte[], byte[]> input) {
        return InputSize.bytes(input.key(), input.value(), input.headers()) <= MOST_COPIED_BYTES;
    }

    private static String text(byte @Nullable [] key) {
        return key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }

    private ProcessorContext<byte[], Read<T>> context() {
        if (context == null) {
            throw new IllegalStateException("not initialised");
        }
        return context;
    }
}
