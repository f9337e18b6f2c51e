package io.tollgate.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import io.tollgate.gateway.admission.Blacklist;
import io.tollgate.gateway.identity.AccountDirectory;
import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.gateway.store.GatewayStore;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.serde.Schemas;
import io.tollgate.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Accounts' records that Streams sets aside: gateways must not obey them either. */
class StrangersAccountsTest {
    private static final String TOPIC = Topics.ACCOUNTS.name();

    private final MapRegistry registry = new MapRegistry();
    private final AvroSerializer<Account> serializer = new AvroSerializer<>(registry);

    @TempDir
    Path data;

    private GatewayStore store;

    /** What one reading of the topics makes of them. */
    private final class Reading {
        final AccountDirectory accounts = new AccountDirectory();
        final ViewCopy copy = new ViewCopy(store, Clock.systemUTC());
        final ViewRecords records = new ViewRecords(
                "north",
                new ViewTargets(new Blacklist(), accounts, order -> {}, admission -> {}),
                copy,
                new RegistryDeserializers(registry));

        Reading take(byte @Nullable [] value) {
            return take(value, new RecordHeaders());
        }

        Reading take(byte @Nullable [] value, Headers headers) {
            records.take(new ConsumerRecord<>(
                    TOPIC,
                    0,
                    0,
                    0,
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    "ALICE".getBytes(UTF_8),
                    value,
                    headers,
                    Optional.empty()));
            return this;
        }

        @Nullable
        String ha1() {
            AccountSettings settings = accounts.settings("ALICE");
            return settings == null ? null : settings.ha1();
        }
    }

    /** Ways to write ALICE anew, without the ha1 that she had. */
    private enum Bad {
        WITHOUT_CURRENCY,
        WITH_A_TRUNK_THAT_IS_NONE,
        TOO_LARGE,
        OF_A_CREDIT_MODEL_THAT_IS_NOT_KNOWN,
        OF_A_SCHEMA_THAT_IS_NOT_KNOWN;

        void write(StrangersAccountsTest test, Reading reading) {
            Account.Builder alice = Account.newBuilder().setAccount("ALICE");
            switch (this) {
                case WITHOUT_CURRENCY -> reading.take(test.bytes(alice.setCurrency("")));
                case WITH_A_TRUNK_THAT_IS_NONE -> reading.take(test.bytes(alice.setTrunks(List.of("010.1.2.3"))));
                case TOO_LARGE -> reading.take(test.bytes(alice), new RecordHeaders().add("note", new byte[900_000]));
                case OF_A_CREDIT_MODEL_THAT_IS_NOT_KNOWN -> reading.take(test.ofModel("BARTER"));
                case OF_A_SCHEMA_THAT_IS_NOT_KNOWN -> reading.take(new byte[] {0, 0, 0, 9, 9, 1});
            }
        }
    }

    @BeforeEach
    void open() throws Exception {
        store = GatewayStore.open(data.resolve("store"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private byte[] bytes(Account.Builder account) {
        return serializer.serialize(TOPIC, account.build());
    }

    private byte[] digested() {
        return bytes(Account.newBuilder().setAccount("ALICE").setHa1("00"));
    }

    /** By a writer whose schema has one credit model more. */
    private byte[] ofModel(String model) {
        String newer = Schemas.text(Account.class).replace("\"POSTPAID\"]", "\"POSTPAID\", \"BARTER\"]");
        Schema schema = new Schema.Parser().parse(newer);
        GenericData.Record alice = new GenericRecordBuilder(schema)
                .set("account", "ALICE")
                .set(
                        "creditModel",
                        new GenericData.EnumSymbol(
                                schema.getField("creditModel").schema(), model))
                .build();
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream header = new DataOutputStream(bytes);
            header.writeByte(0);
            header.writeInt(registry.register(Topics.ACCOUNTS.subject(), newer));
            var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<GenericData.Record>(schema).write(alice, encoder);
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @ParameterizedTest
    @EnumSource(Bad.class)
    void shouldKeepFormerSettingsWhenStreamsSetsTheNewAside(Bad bad) {
        // Given
        Reading reading = new Reading().take(digested());

        // When
        bad.write(this, reading);

        // Then
        assertThat(reading.ha1()).isEqualTo("00");
        assertThat(reading.records.skipped()).isEqualTo(1);
        assertThat(reading.records.taken()).isEqualTo(1);
    }

    @Test
    void shouldTakeWhatANewerWriterSaysInKnownSymbols() {
        // When
        Reading reading = new Reading().take(ofModel("PREPAID"));

        // Then
        AccountSettings settings = reading.accounts.settings("ALICE");
        assertThat(settings).isNotNull();
        assertThat(settings.metered()).isTrue();
    }
}
