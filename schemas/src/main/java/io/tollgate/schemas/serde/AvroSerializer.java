package io.tollgate.schemas.serde;

import io.tollgate.schemas.topic.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes our records in Confluent's wire format. The schema's id is asked for once for each topic and class, the first
 * time that one is written; from then on nothing blocks and a record costs one pass and one array.
 *
 * <p>May be named as {@code value.serializer}; takes {@code schema.registry.url}, {@code auto.register.schemas}, {@code
 * use.latest.version}, {@code basic.auth.credentials.source} and {@code basic.auth.user.info} as Confluent's does. Keys
 * on our topics are plain strings.
 *
 * <p>Safe for threads: buffers belong to the thread, as a producer is shared by many.
 */
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {

    /** A thread that once wrote a huge record does not keep its buffer. */
    private static final int KEPT_BYTES = 64 * 1024;

    private final ConcurrentHashMap<Class<?>, Form> forms = new ConcurrentHashMap<>();
    private final ThreadLocal<Scratch> scratches = ThreadLocal.withInitial(Scratch::new);
    private @Nullable SchemaRegistry registry;
    private boolean autoRegister;
    private boolean useLatest;

    /** For Kafka, which calls {@link #configure} next. */
    public AvroSerializer() {}

    public AvroSerializer(SchemaRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
        if (isKey) {
            throw new ConfigException("keys are strings on every topic: use StringSerializer");
        }
        var settings = SerdeSettings.of(configuration);
        autoRegister = settings.autoRegister();
        useLatest = settings.useLatest();
        if (registry == null) {
            registry = HttpSchemaRegistry.of(settings);
        }
    }

    /**
     * @throws RegistryUnavailable if the id is not known yet and no registry answers
     * @throws RegistryRefusal if the schema is not registered under the topic's subject
     * @throws SerializationException if a field that must have a value has none
     */
    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T value) {
        if (value == null) {
            return null;
        }
        var form = forms.computeIfAbsent(value.getClass(), type -> new Form(value));
        int id = id(form, topic);
        var scratch = scratches.get();
        try {
            return scratch.encode(id, form.writer, value);
        } catch (IOException | AvroRuntimeException | NullPointerException | ClassCastException unwritable) {
            scratches.remove();
            throw new SerializationException(form.type.getSimpleName() + ": " + unwritable.getMessage(), unwritable);
        } finally {
            if (scratch.isHuge()) {
                scratches.remove();
            }
        }
    }

    private int id(Form form, String topic) {
        var known = form.ids.get(topic);
        if (known != null) {
            return known;
        }
        // Not computeIfAbsent: that would hold up other topics of the same class for a round trip.
        int id = askedId(form, topic);
        form.ids.put(topic, id);
        return id;
    }

    private int askedId(Form form, String topic) {
        if (registry == null) {
            throw new IllegalStateException("not configured");
        }
        var text = Schemas.text(form.type);
        if (autoRegister) {
            return registry.register(Topic.subject(topic), text);
        }
        var subject = Schemas.subject(topic, form.type);
        return useLatest ? latestId(registry.latest(subject), text, subject) : registry.lookup(subject, text);
    }

    private static int latestId(SchemaRegistry.Registered latest, String ours, String subject) {
        if (!encoding(latest.text()).equals(encoding(ours))) {
            throw new SerializationException("use.latest.version: the newest schema of " + subject + " (id "
                    + latest.id() + ") encodes otherwise than this version's");
        }
        return latest.id();
    }

    /** What of a schema shows in the bytes: names, types and order, without docs and defaults. */
    private static String encoding(String schemaText) {
        return SchemaNormalization.toParsingForm(new Schema.Parser().parse(schemaText));
    }

    /** How a class is written, and its ids by topic. */
    private static final class Form {
        private final Class<? extends SpecificRecord> type;
        private final DatumWriter<SpecificRecord> writer;
        private final ConcurrentHashMap<String, Integer> ids = new ConcurrentHashMap<>();

        @SuppressWarnings("unchecked") // Avro's factory is untyped
        Form(SpecificRecord value) {
            type = value.getClass();
            writer = SpecificData.getForClass(type).createDatumWriter(value.getSchema());
        }
    }

    /** A thread's buffer. */
    private static final class Scratch extends ByteArrayOutputStream {
        private static final byte[] HEADER = new byte[WireFormat.HEADER_BYTES];

        private @Nullable BinaryEncoder encoder;

        Scratch() {
            super(1024);
        }

        byte[] encode(int id, DatumWriter<SpecificRecord> writer, SpecificRecord value) throws IOException {
            reset();
            writeBytes(HEADER);
            encoder = EncoderFactory.get().binaryEncoder(this, encoder);
            writer.write(value, encoder);
            encoder.flush();
            WireFormat.putHeader(buf, id);
            return toByteArray();
        }

        boolean isHuge() {
            return buf.length > KEPT_BYTES;
        }
    }
}
