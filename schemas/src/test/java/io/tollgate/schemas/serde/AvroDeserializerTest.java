package io.tollgate.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import io.tollgate.Action;
import io.tollgate.FraudVerdict;
import io.tollgate.Rate;
import io.tollgate.schemas.topic.Topics;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvroDeserializerTest {

    private static final String TOPIC = Topics.RATES.name();
    private static final String SUBJECT = Topics.RATES.subject();
    private static final long NO_MORE_THAN_A_STACK_TRACE_TAKES = 256 * 1024;

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final AvroDeserializer<Rate> deserializer = new AvroDeserializer<>(Rate.class, registry);

    private final Rate rate = Rate.newBuilder()
            .setPlan("retail")
            .setPrefix("44")
            .setPricePerMinute(20_000)
            .build();

    @BeforeEach
    void register() {
        Schemas.registerAll(registry);
    }

    @Test
    void shouldReadGoldenBytes() {
        // Given
        var message = HexFormat.of()
                .parseHex(
                        "0000000001" // wire format, schema id
                                + "0476" + "31" // verdictId "v1"
                                + "0673" + "7973" // source "sys"
                                + "80c081cc8693f905" // issuedAt
                                + "00" // action TERMINATE
                                + "02" + "0663" + "4069" // callId "c@i"
                                + "00" + "00" + "00" + "00" // account, destinationPrefix, sourceNetwork, expiresAt
                                + "00"); // reason ""
        var verdicts = new AvroDeserializer<>(FraudVerdict.class, registry);

        // When
        var verdict = verdicts.deserialize(Topics.VERDICTS.name(), message);

        // Then
        assertThat(verdict)
                .isEqualTo(FraudVerdict.newBuilder()
                        .setVerdictId("v1")
                        .setSource("sys")
                        .setIssuedAt(Instant.parse("2023-01-15T12:00:00Z"))
                        .setAction(Action.TERMINATE)
                        .setCallId("c@i")
                        .setReason("")
                        .build());
        assertThat(new AvroSerializer<>(registry).serialize(Topics.VERDICTS.name(), verdict))
                .isEqualTo(message);
    }

    @Test
    void shouldPassTombstonesOn() {
        // Then
        assertThat(deserializer.deserialize(TOPIC, null)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'',                 too few",
        "00,                 too few",
        "00000000,           too few",
        "7b226964223a317d,   first byte is 123",
        "000001e24002,       no schema 123456",
        "00ffffffff02,       no schema -1",
        "000000000102,       io.tollgate.FraudVerdict found",
    })
    void shouldSayWhyBytesAreNoRecordOfOurs(String hex, String reason) {
        // When
        var refused = catchThrowable(
                () -> deserializer.deserialize(TOPIC, HexFormat.of().parseHex(hex)));

        // Then
        assertThat(refused).isInstanceOf(UnreadableRecord.class).hasMessageContaining(reason);
        assertThat(((UnreadableRecord) refused).reason()).isEqualTo(refused.getMessage());
    }

    @Test
    void shouldRefuseRecordThatIsCutAnywhere() {
        // Given
        var message = message(rate);

        for (int length = 0; length < message.length; length++) {
            var cut = Arrays.copyOf(message, length);

            // Then
            assertThatThrownBy(() -> deserializer.deserialize(TOPIC, cut)).isInstanceOf(UnreadableRecord.class);
        }
    }

    @Test
    void shouldRefuseBytesBehindTheRecord() {
        // Given
        var message = message(rate);

        // Then
        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, Arrays.copyOf(message, message.length + 1)))
                .isInstanceOf(UnreadableRecord.class)
                .hasMessageContaining("ends before");
    }

    /** A string of 2 GiB less a few bytes, one of more than a long can address, one of negative length. */
    @ParameterizedTest
    @ValueSource(strings = {"eeffffff0f", "feffffffffffffffff01", "01", "ffffffffffffffffff01"})
    void shouldNotBelieveAnyLength(String length) {
        // Given
        var message = HexFormat.of().parseHex("00000000" + id(SUBJECT) + length + "61626364");
        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, message)).isInstanceOf(UnreadableRecord.class);

        // When
        long before = allocated();
        var refused = catchThrowable(() -> deserializer.deserialize(TOPIC, message));
        long bytes = allocated() - before;

        // Then
        assertThat(refused).isInstanceOf(UnreadableRecord.class);
        assertThat(bytes).isLessThan(NO_MORE_THAN_A_STACK_TRACE_TAKES);
    }

    @Test
    void shouldAskForEachIdOnce() {
        // Given
        var message = message(rate);
        var unknown = HexFormat.of().parseHex("000000ffff02");
        int before = registry.questions();

        // When
        for (int i = 0; i < 100; i++) {
            deserializer.deserialize(TOPIC, message);
            assertThatThrownBy(() -> deserializer.deserialize(TOPIC, unknown)).isInstanceOf(UnreadableRecord.class);
        }

        // Then
        assertThat(registry.questions() - before).isEqualTo(2);
    }

    @Test
    void shouldNotCallRecordUnreadableWhileTheRegistryIsAway() {
        // Given
        var message = message(rate);
        var away = new HttpSchemaRegistry(RegistryServer.urlOfNobody());
        var ours = new AvroDeserializer<>(Rate.class, away);

        // Then
        assertThatThrownBy(() -> ours.deserialize(TOPIC, message)).isInstanceOf(RegistryUnavailable.class);
    }

    @Test
    void shouldChooseTheClassByTheWritersRecordNameWhenConfigured() {
        // Given
        try (var server = new RegistryServer(registry);
                var any = new AvroDeserializer<SpecificRecord>()) {
            any.configure(Map.of("schema.registry.url", server.url().toString()), false);

            // Then
            assertThat((Object) any.deserialize("any topic", message(rate))).isEqualTo(rate);
            int alien = registry.register("x", "{\"type\":\"record\",\"name\":\"Alien\",\"fields\":[]}");
            assertThatThrownBy(() -> any.deserialize("any topic", new byte[] {0, 0, 0, 0, (byte) alien}))
                    .isInstanceOf(UnreadableRecord.class)
                    .hasMessageContaining("Alien");
        }
    }

    @Test
    void shouldRefuseToReadKeys() {
        // Then
        assertThatThrownBy(() -> new AvroDeserializer<>().configure(Map.of(), true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("StringDeserializer");
    }

    private byte[] message(SpecificRecord record) {
        return new AvroSerializer<>(registry).serialize(TOPIC, record);
    }

    private String id(String subject) {
        return HexFormat.of()
                .toHexDigits((byte) (int) registry.versions(subject).get(0));
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
