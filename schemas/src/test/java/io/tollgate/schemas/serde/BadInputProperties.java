package io.tollgate.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.tollgate.schemas.topic.Topic;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.avro.specific.SpecificRecord;

/** Whatever arrives, it is a record or an {@link UnreadableRecord}, and costs no more memory than it could deserve. */
class BadInputProperties {

    private static final List<Topic> TOPICS = Samples.topics().toList();

    /** The exception with its causes and stack traces, and some for each byte that came. */
    private static final long ALLOWED_BYTES = 1024 * 1024;

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final Map<Topic, AvroDeserializer<? extends SpecificRecord>> deserializers = new HashMap<>();

    BadInputProperties() throws IOException {
        Schemas.registerAll(registry);
        TOPICS.forEach(topic -> deserializers.put(topic, new AvroDeserializer<>(topic.value(), registry)));
        for (var topic : TOPICS) {
            loadClasses(topic);
        }
    }

    /** What the first good and the first bad record load is no cost of the bytes that happen to come first. */
    private void loadClasses(Topic topic) throws IOException {
        var record = Samples.decoded(topic, Samples.encoded(topic, 1, 1).get(0));
        var good = new AvroSerializer<>(registry).serialize(topic.name(), record);
        deserializers.get(topic).deserialize(topic.name(), good);
        assertThatExceptionOfType(UnreadableRecord.class)
                .isThrownBy(
                        () -> deserializers.get(topic).deserialize(topic.name(), Arrays.copyOf(good, good.length - 1)));
    }

    @Property
    void shouldSurviveAnyBytes(@ForAll("topics") Topic topic, @ForAll byte[] message) {
        // When, Then
        read(topic, message);
    }

    @Property(tries = 5000)
    void shouldSurviveAnyBytesBehindGoodHeader(@ForAll("topics") Topic topic, @ForAll @Size(max = 200) byte[] content) {
        // Given
        var message = new byte[WireFormat.HEADER_BYTES + content.length];
        System.arraycopy(content, 0, message, WireFormat.HEADER_BYTES, content.length);
        WireFormat.putHeader(message, registry.lookup(topic.subject(), Schemas.text(topic.value())));

        // When, Then
        read(topic, message);
    }

    @Property(tries = 5000)
    void shouldSurviveGoodRecordWithSomeBytesChanged(
            @ForAll("topics") Topic topic,
            @ForAll @IntRange(max = 1000) int seed,
            @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 10_000) Integer> positions,
            @ForAll byte change)
            throws IOException {
        // Given
        var original = Samples.decoded(topic, Samples.encoded(topic, 1, seed).get(0));
        var message = new AvroSerializer<>(registry).serialize(topic.name(), original);
        positions.forEach(position -> message[position % message.length] ^= change);

        // When, Then
        read(topic, message);
    }

    @Provide
    Arbitrary<Topic> topics() {
        return Arbitraries.of(TOPICS);
    }

    private void read(Topic topic, byte[] message) {
        long before = allocated();
        try {
            deserializers.get(topic).deserialize(topic.name(), message);
        } catch (UnreadableRecord told) {
            assertThat(told.reason()).isNotBlank();
        }
        assertThat(allocated() - before).isLessThan(ALLOWED_BYTES + 100L * message.length);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
