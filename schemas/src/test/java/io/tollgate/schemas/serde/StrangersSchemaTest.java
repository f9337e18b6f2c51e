package io.tollgate.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.Account;
import io.tollgate.Action;
import io.tollgate.FraudVerdict;
import io.tollgate.Rate;
import io.tollgate.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records written with schemas that are not ours: older, newer, sloppy, or nothing of the kind. */
class StrangersSchemaTest {

    private static final String TOPIC = Topics.RATES.name();
    private static final String SUBJECT = Topics.RATES.subject();

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final AvroDeserializer<Rate> deserializer = new AvroDeserializer<>(Rate.class, registry);

    private final Rate rate = Rate.newBuilder()
            .setPlan("retail")
            .setPrefix("44")
            .setPricePerMinute(20_000)
            .build();

    @Test
    void shouldReadRecordOfNewerSchemaSkippingWhatItDoesNotKnow() {
        // Given
        var newer = schema("""
                {"type": "record", "name": "Rate", "namespace": "io.tollgate", "fields": [
                  {"name": "campaign", "type": {"type": "map", "values": "string"}},
                  {"name": "prefix", "type": "string"},
                  {"name": "plan", "type": "string"},
                  {"name": "pricePerMinute", "type": "int"}]}""");
        var record = new GenericData.Record(newer);
        record.put("campaign", Map.of("summer", "2026"));
        record.put("prefix", "44");
        record.put("plan", "retail");
        record.put("pricePerMinute", 20_000);

        // When
        var read = deserializer.deserialize(TOPIC, message(record));

        // Then the price was promoted to long, what is missing has its default, the order is ours
        assertThat(read).isEqualTo(rate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"issuedAt\"", "\"expiresAt\""})
    void shouldRefuseInstantsThatAreCountedOtherwise(String field) {
        // Given
        var ours = FraudVerdict.getClassSchema().toString();
        int at = ours.indexOf("timestamp-micros", ours.indexOf(field));
        var theirs =
                schema(ours.substring(0, at) + ours.substring(at).replaceFirst("timestamp-micros", "timestamp-millis"));
        var record = new GenericData.Record(theirs);
        record.put("verdictId", "v");
        record.put("source", "s");
        record.put("issuedAt", 1_700_000_000_000L);
        record.put(
                "action", new GenericData.EnumSymbol(theirs.getField("action").schema(), "BLACKLIST"));
        record.put("reason", "");
        record.put("expiresAt", 1_800_000_000_000L);
        var verdicts = new AvroDeserializer<>(FraudVerdict.class, registry);

        // Then
        assertThatThrownBy(() -> verdicts.deserialize(Topics.VERDICTS.name(), message(record)))
                .isInstanceOf(UnreadableRecord.class)
                .hasMessageContaining(field.replace("\"", "") + " is a timestamp-millis, timestamp-micros expected");
    }

    @Test
    void shouldReadSymbolOfNewerSchemaAsTheEnumsDefault() {
        // Given
        var record = newerVerdict("WARN");
        var verdicts = new AvroDeserializer<>(FraudVerdict.class, registry);

        // When
        var read = verdicts.deserialize(Topics.VERDICTS.name(), message(record));

        // Then
        assertThat(read.getAction()).isEqualTo(Action.CLEAR);
    }

    @Test
    void shouldRefuseSymbolOfNewerSchemaWhenStrict() {
        // Given
        var strict = AvroDeserializer.strict(FraudVerdict.class, registry);

        // Then what is known is still read, of the same newer schema
        assertThat(strict.deserialize(Topics.VERDICTS.name(), message(newerVerdict("TERMINATE"))))
                .isEqualTo(new AvroDeserializer<>(FraudVerdict.class, registry)
                        .deserialize(Topics.VERDICTS.name(), message(newerVerdict("TERMINATE"))));
        assertThatThrownBy(() -> strict.deserialize(Topics.VERDICTS.name(), message(newerVerdict("WARN"))))
                .isInstanceOf(UnreadableRecord.class)
                .hasMessageContaining("WARN");
    }

    @Test
    void shouldReadOurOwnRecordsAlikeWhenStrict() {
        // Given
        var account = Account.newBuilder().setAccount("bob").build();
        registry.register(Topics.ACCOUNTS.subject(), Schemas.text(Account.class));
        var written = new AvroSerializer<Account>(registry).serialize(Topics.ACCOUNTS.name(), account);

        // Then
        assertThat(AvroDeserializer.strict(Account.class, registry).deserialize(Topics.ACCOUNTS.name(), written))
                .isEqualTo(account);
    }

    private static GenericRecord newerVerdict(String action) {
        var newer = schema(Schemas.text(FraudVerdict.class).replace("\"CLEAR\"]", "\"CLEAR\", \"WARN\"]"));
        var record = new GenericData.Record(newer);
        for (var text : new String[] {"verdictId", "source", "reason"}) {
            record.put(text, "x");
        }
        record.put("issuedAt", 0L);
        record.put("action", new GenericData.EnumSymbol(newer.getField("action").schema(), action));
        return record;
    }

    @Test
    void shouldReadNullableFieldOfStrangersSchemaAsLongAsItIsNotNull() {
        // Given
        var sloppy = schema("""
                {"type": "record", "name": "Rate", "namespace": "io.tollgate", "fields": [
                  {"name": "plan", "type": ["null", "string"], "default": "wrong"},
                  {"name": "prefix", "type": "string"},
                  {"name": "pricePerMinute", "type": "long"}]}""");
        var record = new GenericData.Record(sloppy);
        record.put("plan", "retail");
        record.put("prefix", "44");
        record.put("pricePerMinute", 20_000L);

        // Then
        assertThat(deserializer.deserialize(TOPIC, message(record))).isEqualTo(rate);
        record.put("plan", null);
        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, message(record)))
                .isInstanceOf(UnreadableRecord.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"type\": \"object\"}", "syntax = \"proto3\";", "\"string\"", "\"io.tollgate.Elsewhere\""})
    void shouldRefuseSchemaThatIsNoRecordOfOurs(String text) {
        // Given
        int id = registry.register(SUBJECT, text);
        var message = new byte[] {0, 0, 0, 0, (byte) id, 2};

        // Then
        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, message)).isInstanceOf(UnreadableRecord.class);
    }

    @Test
    void shouldSurviveRecordThatIsNestedWithoutEnd() {
        // Given
        var nesting = schema("""
                {"type": "record", "name": "Rate", "namespace": "io.tollgate", "fields": [
                  {"name": "inner", "type": ["null", "Rate"]},
                  {"name": "plan", "type": "string"}]}""");
        int id = registry.register(SUBJECT, nesting.toString());
        var message = new byte[1_000_000];
        Arrays.fill(message, (byte) 2);
        WireFormat.putHeader(message, id);

        // Then
        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, message)).isInstanceOf(UnreadableRecord.class);
    }

    private byte[] message(GenericRecord record) {
        int id = registry.register(SUBJECT, record.getSchema().toString());
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, 0, 0, (byte) id});
        try {
            new GenericDatumWriter<>(record.getSchema())
                    .write(record, EncoderFactory.get().directBinaryEncoder(out, null));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static Schema schema(String text) {
        return new Schema.Parser().setValidateDefaults(false).parse(text);
    }
}
