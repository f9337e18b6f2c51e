package io.tollgate.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.Account;
import io.tollgate.gateway.store.GatewayStore;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredFormTest {
    @TempDir
    Path data;

    private GatewayStore store;

    @BeforeEach
    void open() throws Exception {
        store = GatewayStore.open(data.resolve("store"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private StoredForm<Account> form() {
        return new StoredForm<>(Account.class, new StoredSchemas(store, "views"));
    }

    @Test
    void shouldReadWhatAnEarlierVersionWrote() throws Exception {
        // Given
        Schema earlier = SchemaBuilder.record("Account")
                .namespace("io.tollgate")
                .fields()
                .requiredString("account")
                .requiredBoolean("gone")
                .endRecord();
        int id = new StoredSchemas(store, "views").register("", earlier.toString());
        GenericData.Record record = new GenericData.Record(earlier);
        record.put("account", "ALICE");
        record.put("gone", true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                ByteBuffer.allocate(13).putLong(7).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericData.Record>(earlier).write(record, encoder);
        encoder.flush();

        // When
        Account read = form().read(out.toByteArray());

        // Then
        assertThat(read).isEqualTo(Account.newBuilder().setAccount("ALICE").build());
    }

    @Test
    void shouldReadItsOwnAfterARestart() throws Exception {
        // Given
        Account alice =
                Account.newBuilder().setAccount("ALICE").setChannelLimit(3).build();
        byte[] stored = form().write(1, alice);
        store.close();
        store = GatewayStore.open(data.resolve("store"));

        // When
        Account read = form().read(stored);

        // Then
        assertThat(read).isEqualTo(alice);
    }

    @Test
    void shouldSayNoToWhatIsNone() {
        // Given
        StoredForm<Account> form = form();

        // When, Then
        assertThatThrownBy(() -> form.read(new byte[] {1, 2, 3})).isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> form.read(new byte[20])).isInstanceOf(SerializationException.class);
    }
}
